import { codeAt, unitsOf } from "../unicode/CodePoints";
import { Heap } from "./Heap";
import type { Merges } from "./Merges";
import { ByteTokens, type SubwordModel, type Vocabulary } from "./SubwordModel";

/** As in tokenizer.json. `prefix` marks all but the first character of a word, `suffix` the last. */
export interface BpeOptions {
  readonly unknown: string | null;
  readonly prefix: string;
  readonly suffix: string;
  readonly fusesUnknown: boolean;
  readonly fallsBackToBytes: boolean;
  readonly ignoresMerges: boolean;
}

/** More than a piece has symbols; a rank times this and a place are one exact number. */
const PLACES = 2 ** 26;

/**
 * Byte-pair encoding (Sennrich et al. 2016, section 3.2): characters, of which the pair that was
 * learned first is merged until no pair is left that was learned.
 */
export class Bpe implements SubwordModel {
  private readonly bytes: ByteTokens | undefined;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly merges: Merges,
    private readonly options: BpeOptions,
  ) {
    this.bytes = options.fallsBackToBytes ? new ByteTokens(vocabulary) : undefined;
  }

  ids(piece: string): readonly number[] {
    const whole = this.options.ignoresMerges ? this.vocabulary.id(piece) : undefined;
    return whole !== undefined ? [whole] : this.merged(this.characters(piece));
  }

  id(token: string): number | undefined {
    return this.vocabulary.id(token);
  }

  token(id: number): string | undefined {
    return this.vocabulary.token(id);
  }

  /** An unknown character waits, as those that follow may become one with it; bytes do not end the wait. */
  private characters(piece: string): number[] {
    const { unknown, fusesUnknown } = this.options;
    const found: number[] = [];
    let waiting: string | null = null;
    let at = 0;
    while (at < piece.length) {
      const end = at + unitsOf(codeAt(piece, at));
      const written = this.written(piece, at, end);
      const id = this.vocabulary.id(written);
      const spelled = id === undefined ? this.bytes?.of(written) : undefined;
      if (waiting !== null && (id !== undefined || (spelled === undefined && !fusesUnknown))) {
        found.push(this.vocabulary.unknown(waiting));
        waiting = null;
      }
      if (id !== undefined) found.push(id);
      else if (spelled !== undefined) found.push(...spelled);
      else waiting = unknown;
      at = end;
    }
    if (waiting !== null) found.push(this.vocabulary.unknown(waiting));
    return found;
  }

  private written(piece: string, start: number, end: number): string {
    const { prefix, suffix } = this.options;
    const one = piece.slice(start, end);
    return (start > 0 ? prefix : "") + one + (end === piece.length ? suffix : "");
  }

  private merged(symbols: number[]): number[] {
    const { merges } = this;
    const chain = new Chain(symbols);
    // Rank above, place below: of two pairs of one rank the left one comes first.
    const open = new Heap();
    const offer = (left: number): void => {
      const rank = chain.rank(left, merges);
      if (rank >= 0) open.push(rank * PLACES + left);
    };
    for (let at = 0; at < symbols.length; at++) offer(at);
    for (let best = open.pop(); best !== undefined; best = open.pop()) {
      const left = best % PLACES;
      const made = merges.made(Math.floor(best / PLACES));
      const rank = chain.rank(left, merges);
      if (rank < 0 || merges.made(rank) !== made) continue;
      chain.merge(left, made);
      offer(chain.before(left));
      offer(left);
    }
    return chain.left();
  }
}

/** Symbols of a word, each with its neighbours. */
class Chain {
  private readonly next: number[];
  private readonly previous: number[];
  private readonly isGone: boolean[];

  constructor(private readonly ids: number[]) {
    this.next = ids.map((_, at) => at + 1);
    this.previous = ids.map((_, at) => at - 1);
    this.isGone = ids.map(() => false);
  }

  /** Of the pair that begins at a place; -1 where none does that was learned. */
  rank(place: number, merges: Merges): number {
    const right =
      place < 0 || this.isGone[place] === true ? undefined : this.ids[this.next[place] as number];
    return right === undefined ? -1 : merges.rank(this.ids[place] as number, right);
  }

  /** The place before, -1 at the beginning. */
  before(place: number): number {
    return this.previous[place] as number;
  }

  merge(left: number, made: number): void {
    const right = this.next[left] as number;
    const after = this.next[right] as number;
    this.ids[left] = made;
    this.isGone[right] = true;
    this.next[left] = after;
    if (after < this.ids.length) this.previous[after] = left;
  }

  left(): number[] {
    return this.ids.filter((_, place) => this.isGone[place] !== true);
  }
}
