import { Refused } from "../../Refused";
import { codeAt, unitsOf } from "../unicode/CodePoints";
import { Prefixes } from "./Prefixes";
import { ByteTokens, type SubwordModel, type Vocabulary } from "./SubwordModel";

const NOWHERE = -1;

/** How much less likely an unknown character is than the rarest token (unigram/model.rs, K_UNK_PENALTY). */
const UNKNOWN_PENALTY = 10;

/** As in tokenizer.json; `unknown` is undefined where no token stands for what is unknown. */
export interface UnigramOptions {
  readonly unknown: number | undefined;
  readonly fallsBackToBytes: boolean;
}

/**
 * The likeliest way to cut a text, each token with its own probability (Kudo 2018, section 3.2,
 * found as by Viterbi). `scores`: logarithms, by id.
 */
export class Unigram implements SubwordModel {
  private readonly bytes: ByteTokens | undefined;
  private readonly unknownScore: number;
  private path = new Path(64);

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly scores: Float64Array,
    private readonly options: UnigramOptions,
  ) {
    this.bytes = options.fallsBackToBytes ? new ByteTokens(vocabulary) : undefined;
    this.unknownScore =
      (scores.length === 0 ? 0 : scores.reduce((a, b) => Math.min(a, b))) - UNKNOWN_PENALTY;
  }

  ids(piece: string): readonly number[] {
    this.search(piece);
    const { starts, ids } = this.path;
    const parts: (readonly number[])[] = [];
    let end = piece.length;
    let unknownEnd = end;
    while (end > 0) {
      const start = starts[end] as number;
      const id = ids[end] as number;
      if (id !== this.options.unknown) {
        if (unknownEnd > end) parts.push(this.spelled(piece.slice(end, unknownEnd)));
        parts.push([id]);
        unknownEnd = start;
      }
      end = start;
    }
    if (unknownEnd > 0) parts.push(this.spelled(piece.slice(0, unknownEnd)));
    return parts.reverse().flat();
  }

  id(token: string): number | undefined {
    return this.vocabulary.id(token);
  }

  token(id: number): string | undefined {
    return this.vocabulary.token(id);
  }

  /** Unknown characters that follow each other are one part. */
  private spelled(part: string): readonly number[] {
    const id = this.vocabulary.id(part);
    if (id !== undefined) return [id];
    return this.bytes?.of(part) ?? [this.unknownId()];
  }

  private search(piece: string): void {
    if (this.path.starts.length <= piece.length) this.path = new Path(2 * piece.length);
    const { path, scores } = this;
    const { prefixes } = this.vocabulary;
    path.starts.fill(NOWHERE, 0, piece.length + 1);
    let start = 0;
    while (start < piece.length) {
      const next = start + unitsOf(codeAt(piece, start));
      let isKnown = false;
      let node: number = Prefixes.ROOT;
      for (let at = start; at < piece.length; ) {
        node = prefixes.next(node, piece.charCodeAt(at++));
        if (node < 0) break;
        const id = prefixes.idAt(node);
        if (id >= 0) {
          path.offer(start, at, id, scores[id] as number);
          isKnown ||= at === next;
        }
      }
      if (!isKnown) path.offer(start, next, this.unknownId(), this.unknownScore);
      start = next;
    }
  }

  private unknownId(): number {
    if (this.options.unknown !== undefined) return this.options.unknown;
    throw new Refused(
      "the text has characters that the tokenizer does not know, and its vocabulary has no unk_id to stand for them",
    );
  }
}

/** By the place where a token ends: where it starts, its id, and the score of all up to it; kept from piece to piece. */
class Path {
  readonly starts: Int32Array;
  readonly ids: Int32Array;
  private readonly scores: Float64Array;

  constructor(longest: number) {
    this.starts = new Int32Array(longest + 1);
    this.ids = new Int32Array(longest + 1);
    this.scores = new Float64Array(longest + 1);
  }

  offer(start: number, end: number, id: number, score: number): void {
    const whole = score + (this.scores[start] as number);
    if (this.starts[end] === NOWHERE || whole > (this.scores[end] as number)) {
      this.starts[end] = start;
      this.ids[end] = id;
      this.scores[end] = whole;
    }
  }
}
