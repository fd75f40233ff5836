import { count, type Tensor } from "../engine/Tensor";
import type { State } from "../manifest/State";

/** The memory of a state, which the program reads: written by the state's rule, moved and cleared. */
export class HeldState {
  readonly #rows: number;

  /** Numbers of a row, and of what a step brings for it. */
  readonly #rowSize: number;
  readonly #place: number;
  readonly #scratch: Float32Array;

  /** `tensor`: zeros of the state's shape. */
  constructor(
    readonly state: State,
    readonly tensor: Tensor & { readonly data: Float32Array },
    readonly hypotheses: number,
  ) {
    const [rows, places] = state.shape as [number, number];
    this.#rows = rows;
    this.#rowSize = count(state.shape.slice(1));
    this.#place = state.update === "append" ? this.#rowSize / places : this.#rowSize;
    this.#scratch = new Float32Array(rows * this.#rowSize);
  }

  /** What a step at `position` brings, in the outputs of the step. */
  write(outputs: ReadonlyMap<string, Tensor>, position: number): void {
    const found = outputs.get(this.state.new)!.data as Float32Array;
    const kept = this.tensor.data;
    const size = this.#place;
    if (this.state.update === "replace") {
      kept.set(found);
      return;
    }
    for (let row = 0; row < this.#rows; row++) {
      const start = row * this.#rowSize + position * size;
      const from = row * size;
      for (let at = 0; at < size; at++) kept[start + at] = found[from + at]!;
    }
  }

  /** Zero again, after steps that have written `positions`. */
  clear(positions: number): void {
    const size = this.#written(positions);
    for (let row = 0; row < this.#rows; row++) {
      this.tensor.data.fill(0, row * this.#rowSize, row * this.#rowSize + size);
    }
  }

  /** What `positions` steps have written of hypothesis origins[i] to hypothesis i, all rows of it. */
  move(origins: readonly number[], positions: number): void {
    const kept = this.tensor.data;
    const size = this.#written(positions);
    const moves = this.#moves(origins);
    for (const [target, origin] of moves) {
      const start = origin * this.#rowSize;
      this.#scratch.set(kept.subarray(start, start + size), target * size);
    }
    for (const [target] of moves) {
      const found = this.#scratch.subarray(target * size, (target + 1) * size);
      kept.set(found, target * this.#rowSize);
    }
  }

  /** The rows of each hypothesis that goes on from another one: of itself, and of the other. */
  #moves(origins: readonly number[]): [target: number, origin: number][] {
    const each = this.#rows / this.hypotheses;
    const rows = Array.from({ length: each }, (_, row) => row);
    return [...origins.entries()]
      .filter(([target, origin]) => target !== origin)
      .flatMap(([target, origin]) =>
        rows.map((row): [number, number] => [target * each + row, origin * each + row]),
      );
  }

  /** How many numbers of a row are not zero after so many steps, if any are. */
  #written(positions: number): number {
    return this.state.update === "append" ? positions * this.#place : this.#rowSize;
  }
}
