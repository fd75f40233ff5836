import type { Program } from "../engine/Engine";
import { longs, longsOf, type Tensor } from "../engine/Tensor";
import { DECODE, ENCODE, IDS, LOGITS, MASK, POSITION, type States, TOKEN } from "../manifest/State";
import { Refused } from "../Refused";
import { HeldState } from "./HeldState";
import type { StepModel } from "./StepModel";

/**
 * A program's "encode" and `method` as one model to search with, whose steps give what the program
 * `returns`: logits, or what else has a row for each hypothesis. It owns the states; the program
 * only reads them.
 *
 * Every sentence begins from clear states. The tensors stay the same from step to step, so a runtime
 * may bind them once.
 */
export class CachedDecoder implements StepModel {
  readonly #held: readonly HeldState[];
  readonly #token: Tensor;
  readonly #position = longs(1);
  #inputs: ReadonlyMap<string, Tensor> = new Map();
  #filled = 0;

  constructor(
    private readonly program: Program,
    private readonly states: States,
    private readonly method: string = DECODE,
    private readonly returns: string = LOGITS,
  ) {
    this.#held = states.kept.map(
      (state) => new HeldState(state, program.floats(...state.shape), states.hypotheses),
    );
    this.#token = longs(states.hypotheses, 1);
  }

  get hypotheses(): number {
    return this.states.hypotheses;
  }

  get capacity(): number {
    return this.states.capacity;
  }

  async encode(ids: readonly number[], mask: readonly number[] = ids.map(() => 1)): Promise<void> {
    if (ids.length === 0) {
      throw new Refused("a source of no tokens was given; even an empty text has an end token");
    }
    const shown = longsOf(mask, 1, mask.length);
    const source = new Map([
      [IDS, longsOf(ids, 1, ids.length)],
      [MASK, shown],
    ]);
    this.#inputs = new Map([
      [TOKEN, this.#token],
      [POSITION, this.#position],
      [MASK, shown],
      ...(await this.program.run(ENCODE, source)),
      ...this.#held.map((held): [string, Tensor] => [held.state.name, held.tensor]),
    ]);
    this.reset();
  }

  async step(tokens: readonly number[], position: number): Promise<Float32Array[]> {
    // A program has a fixed number of rows; those that nobody asked for repeat the first.
    for (let at = 0; at < this.hypotheses; at++) {
      this.#token.data[at] = BigInt(tokens[at < tokens.length ? at : 0]!);
    }
    this.#position.data[0] = BigInt(position);
    const outputs = await this.program.run(this.method, this.#inputs);
    for (const held of this.#held) held.write(outputs, position);
    this.#filled = position + 1;
    const { data, shape } = outputs.get(this.returns)!;
    const width = shape.at(-1)!;
    return tokens.map((_, at) => (data as Float32Array).subarray(at * width, (at + 1) * width));
  }

  reorder(origins: readonly number[]): void {
    if (origins.every((origin, at) => origin === at)) return;
    for (const held of this.#held) held.move(origins, this.#filled);
  }

  reset(): void {
    for (const held of this.#held) held.clear(this.#filled);
    this.#filled = 0;
  }
}
