import type { Program } from "../engine/Engine";
import { goesAround, type ShortlistEntry } from "../manifest/Decoding";
import type { ProgramFile } from "../manifest/ProgramFile";
import { HIDDEN, type States } from "../manifest/State";
import type { WordLists } from "../text/WordLists";
import { CachedDecoder } from "./CachedDecoder";
import { OutputRows } from "./OutputRows";
import type { StepModel } from "./StepModel";

/**
 * A translator that may say only the words that a shortlist allows for its source: logits of all
 * others are -infinity. `output`: of some words, where `model` answers with what the output layer is
 * given; null where it answers with the logits of all.
 */
export class ShortlistedDecoder implements StepModel {
  /** Words that every sentence may have, whatever its shortlist says, as names that are to stay. */
  more: readonly number[] = [];
  #words: Int32Array = new Int32Array(0);
  #logits: Float32Array[] = [];

  constructor(
    private readonly model: StepModel,
    private readonly lists: WordLists,
    private readonly output: OutputRows | null,
  ) {}

  get hypotheses(): number {
    return this.model.hypotheses;
  }

  get capacity(): number {
    return this.model.capacity;
  }

  /** See `StepModel.encode`. Padding has no words. */
  async encode(ids: readonly number[], mask?: readonly number[]): Promise<void> {
    await this.model.encode(ids, mask);
    const read = mask === undefined ? ids : ids.filter((_, at) => mask[at] !== 0);
    this.#words = this.lists.allowed(read, this.more);
    await this.output?.read(this.#words);
  }

  async step(tokens: readonly number[], position: number): Promise<Float32Array[]> {
    const found = await this.model.step(tokens, position);
    const { output } = this;
    if (output === null) {
      for (const row of found) this.#leaveOut(row);
      return found;
    }
    while (this.#logits.length < found.length) {
      this.#logits.push(new Float32Array(this.lists.targetWords));
    }
    return found.map((hidden, at) => {
      const row = this.#logits[at]!;
      // All of it: a search may have written anywhere.
      row.fill(Number.NEGATIVE_INFINITY);
      output.score(hidden, row);
      return row;
    });
  }

  reorder(origins: readonly number[]): void {
    this.model.reorder(origins);
  }

  reset(): void {
    this.model.reset();
  }

  /** Everything between two words. */
  #leaveOut(row: Float32Array): void {
    let begin = 0;
    for (const word of this.#words) {
      row.fill(Number.NEGATIVE_INFINITY, begin, word);
      begin = word + 1;
    }
    row.fill(Number.NEGATIVE_INFINITY, begin);
  }
}

/** A program of a bundle that is searched by a shortlist. */
export interface Shortlisted {
  readonly program: Program;
  readonly file: ProgramFile;
  readonly states: States;
  readonly entry: ShortlistEntry;
  readonly lists: WordLists;
}

/** Searched by the methods that the entry names where the file has them, else by `model`'s logits. */
export function shortlisted(of: Shortlisted, model: () => StepModel): ShortlistedDecoder {
  const { program, file, states, entry, lists } = of;
  const method = file.methods.find(({ name }) => name === entry.rows);
  if (!goesAround(entry, file) || method === undefined) {
    return new ShortlistedDecoder(model(), lists, null);
  }
  const rows = new OutputRows(program, method);
  const hidden = new CachedDecoder(program, states, entry.method, HIDDEN);
  return new ShortlistedDecoder(hidden, lists, rows);
}
