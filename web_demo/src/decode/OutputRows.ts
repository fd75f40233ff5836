import type { Program } from "../engine/Engine";
import { longs, type Tensor } from "../engine/Tensor";
import type { MethodEntry } from "../manifest/ProgramFile";
import { OUTPUT_BIAS, OUTPUT_ROWS, WORDS } from "../manifest/State";
import { Refused } from "../Refused";

/**
 * The output layer of a program for some words only: `method` has its rows, of a fixed number of
 * words a call.
 *
 * score of a word = hidden . its row + its bias
 */
export class OutputRows {
  readonly #asked: Tensor;
  readonly #inputs: ReadonlyMap<string, Tensor>;
  #words: Int32Array = new Int32Array(0);

  /** (words at least, width). */
  #rows = new Float32Array(0);
  #bias = new Float32Array(0);

  constructor(
    private readonly program: Program,
    private readonly method: MethodEntry,
  ) {
    this.#asked = longs(atOnce(method));
    this.#inputs = new Map([[WORDS, this.#asked]]);
  }

  /** Reads the rows of `words`; the last call asks for its words again where there are fewer. */
  async read(words: Int32Array): Promise<void> {
    this.#words = words;
    const room = this.#asked.data.length;
    for (let begin = 0; begin < words.length; begin += room) {
      const count = Math.min(room, words.length - begin);
      for (let at = 0; at < room; at++) this.#asked.data[at] = BigInt(words[begin + (at % count)]!);
      const found = await this.program.run(this.method.name, this.#inputs);
      const rows = found.get(OUTPUT_ROWS)!;
      const width = rows.shape.at(-1)!;
      this.#grow(width, words.length);
      this.#rows.set((rows.data as Float32Array).subarray(0, count * width), begin * width);
      const bias = found.get(OUTPUT_BIAS)?.data as Float32Array | undefined;
      if (bias !== undefined) this.#bias.set(bias.subarray(0, count), begin);
    }
  }

  /** `hidden` (width) to the scores of the words, where each stands in `row` (vocabulary); the rest of it stays. */
  score(hidden: Float32Array, row: Float32Array): void {
    const rows = this.#rows;
    const width = hidden.length;
    for (let at = 0; at < this.#words.length; at++) {
      const begin = at * width;
      // Four sums at once, of which none waits for another.
      let one = this.#bias[at]!;
      let two = 0;
      let three = 0;
      let four = 0;
      let k = 0;
      for (; k + 3 < width; k += 4) {
        one += hidden[k]! * rows[begin + k]!;
        two += hidden[k + 1]! * rows[begin + k + 1]!;
        three += hidden[k + 2]! * rows[begin + k + 2]!;
        four += hidden[k + 3]! * rows[begin + k + 3]!;
      }
      for (; k < width; k++) one += hidden[k]! * rows[begin + k]!;
      row[this.#words[at]!] = one + two + (three + four);
    }
  }

  /** Room for so many words, with some to spare for other sentences. A program without a bias has zeros. */
  #grow(width: number, count: number): void {
    if (this.#bias.length >= count && this.#rows.length >= count * width) return;
    const room = count + (count >> 1);
    const kept = this.#rows;
    this.#rows = new Float32Array(room * width);
    this.#rows.set(kept.subarray(0, Math.min(kept.length, room * width)));
    this.#bias = new Float32Array(room);
  }
}

/** How many words a call takes. */
function atOnce(method: MethodEntry): number {
  const size = method.inputs[0]?.shape[0];
  if (size === undefined || size.minimum !== size.maximum || size.minimum < 1) {
    throw new Refused(`${method.name} takes no fixed number of words; export the bundle again`);
  }
  return size.minimum;
}
