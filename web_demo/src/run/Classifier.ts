import type { Engine, Program } from "../engine/Engine";
import { longs, type Tensor } from "../engine/Tensor";
import type { Bundle } from "../manifest/Bundle";
import { CLASSIFICATION } from "../manifest/Manifest";
import { readsTypes } from "../manifest/ProgramFile";
import { FORWARD, IDS, LOGITS, MASK, TYPES } from "../manifest/State";
import { Refused } from "../Refused";
import { type Encoding, Room } from "../text/Encoding";
import type { Tokenizer } from "../text/Tokenizer";
import { isBlank } from "../text/unicode/CodePoints";
import { loaded, tokenizerIn } from "./Loaded";

/** A label and its share of all. */
export interface Share {
  readonly label: string;
  readonly share: number;
}

/** `shares`: of every label, in the order of the manifest; together 1. */
export interface Classified {
  readonly label: string;
  readonly shares: readonly Share[];
}

/**
 * What a classifier reads: texts alone, or where it labels `pairs` each with its pair. `readsTypes`:
 * the program is told of which of both a token is.
 */
export interface Reading {
  readonly room: Room;
  readonly pairs: boolean;
  readonly readsTypes: boolean;
}

/** The program of a bundle that labels texts, or texts and their pairs. */
export class Classifier {
  #inputs: ReadonlyMap<string, Tensor> = new Map();

  constructor(
    private readonly program: Program,
    private readonly tokenizer: Tokenizer,
    private readonly labels: readonly string[],
    private readonly reading: Reading,
  ) {}

  /** Loads the program of the engine's format. */
  static async open(bundle: Bundle, engine: Engine): Promise<Classifier> {
    refuseOtherTask(bundle);
    const tokenizer = await tokenizerIn(bundle);
    return Classifier.of(bundle, await loaded(bundle, engine), tokenizer);
  }

  /** With a program that is loaded. */
  static of(bundle: Bundle, program: Program, tokenizer: Tokenizer): Classifier {
    refuseOtherTask(bundle);
    const { text, limits, files } = bundle.manifest;
    return new Classifier(program, tokenizer, text.labels, {
      room: new Room(limits.longest, text.keepsEnd),
      pairs: text.pairs,
      readsTypes: files.some(readsTypes),
    });
  }

  /** The label of a text, or of a text and its `pair`; what is too long is cut, as it was for training. */
  async classify(text: string, pair: string | null = null): Promise<Classified> {
    this.#refuseOther(text, pair);
    const logits = await this.logits(this.encode(text, pair));
    if (!logits.every(Number.isFinite)) {
      throw new Refused(
        "the program answers with logits that are no numbers, and nothing can be chosen by them; " +
          "export the bundle again",
      );
    }
    const largest = Math.max(...logits);
    const powers = Array.from(logits, (logit) => Math.exp(logit - largest));
    const sum = powers.reduce((all, power) => all + power, 0);
    const shares = this.labels.map((label, at) => ({ label, share: powers[at]! / sum }));
    return { label: this.label(logits), shares };
  }

  /** What the program reads of a text, and of its `pair`; special tokens stay where it is cut. */
  encode(text: string, pair: string | null = null): Encoding {
    return this.tokenizer.encodeIn(this.reading.room, text, pair);
  }

  /** (labels): of ids without padding. */
  async logits({ ids, types }: Encoding): Promise<Float32Array> {
    if (this.#inputs.get(IDS)?.data.length !== ids.length) this.#inputs = this.#made(ids.length);
    put(ids, this.#inputs.get(IDS)!);
    const read = this.#inputs.get(TYPES);
    if (read !== undefined) put(types, read);
    const found = await this.program.run(FORWARD, this.#inputs);
    return (found.get(LOGITS)!.data as Float32Array).slice(0, this.labels.length);
  }

  /** The label with the largest logit. */
  label(logits: Float32Array): string {
    return this.labels[logits.indexOf(Math.max(...logits))] ?? this.labels[0]!;
  }

  close(): Promise<void> {
    return this.program.close();
  }

  /** Tensors for so many tokens. */
  #made(length: number): ReadonlyMap<string, Tensor> {
    const mask = longs(1, length);
    mask.data.fill(1n);
    const inputs = new Map<string, Tensor>([
      [IDS, longs(1, length)],
      [MASK, mask],
    ]);
    if (this.reading.readsTypes) inputs.set(TYPES, longs(1, length));
    return inputs;
  }

  #refuseOther(text: string, pair: string | null): void {
    if (isBlank(text) || (pair !== null && isBlank(pair))) {
      throw new Refused("an empty text has no label; give a sentence");
    }
    if (this.reading.pairs && pair === null) {
      throw new Refused(
        "this model labels a text and its pair, and there is one text; give the other one too",
      );
    }
    if (!this.reading.pairs && pair !== null) {
      throw new Refused("this model labels one text at a time, and there are two");
    }
  }
}

function put(numbers: readonly number[], tensor: Tensor): void {
  for (const [at, number] of numbers.entries()) tensor.data[at] = BigInt(number);
}

function refuseOtherTask(bundle: Bundle): void {
  const { name, task } = bundle.manifest;
  if (task === CLASSIFICATION) return;
  throw new Refused(`the bundle "${name}" is of the task ${task}, and does not classify`);
}
