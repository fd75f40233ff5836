import type { Program } from "../engine/Engine";
import type { Tensor } from "../engine/Tensor";
import type { Goldens } from "../goldens/Goldens";
import type { Golden } from "../manifest/Golden";
import { now } from "./Clock";
import type { Called, Pass } from "./Samples";

/** A program that keeps when each call began and ended. */
export class ClockedProgram implements Program {
  private calls: Called[] = [];

  constructor(private readonly program: Program) {}

  floats(...shape: number[]): Tensor & { readonly data: Float32Array } {
    return this.program.floats(...shape);
  }

  async run(
    method: string,
    inputs: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, Tensor>> {
    const began = now();
    const outputs = await this.program.run(method, inputs);
    this.calls.push({ method, began, ended: now() });
    return outputs;
  }

  close(): Promise<void> {
    return this.program.close();
  }

  /** The calls so far; the next ones start a new list. */
  taken(): readonly Called[] {
    const { calls } = this;
    this.calls = [];
    return calls;
  }
}

/** What a task does with one sentence, each step timed. Its tokenizer is ready; `close` lets go of the program. */
export interface Workload {
  /** The program, to its last method. */
  load(): Promise<void>;

  /** `began`: the moment from which the pass is timed, where it is not now. */
  run(text: string, began?: number): Promise<Pass>;

  /** The check that comes before anything is timed. `between` is called before each question. */
  goldens(between: () => Promise<void>): Promise<Goldens>;

  close(): Promise<void>;
}

/**
 * Real sentences by name, from the bundle's goldens: the first, the one at half and the last when
 * they are sorted by their tokens; of equally long ones the first of the goldens is the longest.
 */
export function sentences(golden: Golden): ReadonlyMap<string, string> {
  const texts = golden.sentences.map(({ text, ids }) => ({ text, tokens: ids.length }));
  const ordered = [...texts].sort((one, other) => one.tokens - other.tokens);
  const longest = texts.find(({ tokens }) => tokens === ordered.at(-1)!.tokens)!;
  const middle = ordered[Math.floor(ordered.length / 2)]!;
  return new Map([
    ["short", ordered[0]!.text],
    [MIDDLE, middle.text],
    ["longest", longest.text],
  ]);
}

export const MIDDLE = "middle";
