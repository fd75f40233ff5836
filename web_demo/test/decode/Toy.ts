import type { Program } from "../../src/engine/Engine";
import { floats, type Tensor } from "../../src/engine/Tensor";
import { type Fields, type Json, type JsonObject, record } from "../../src/json/Fields";
import type { GenerationSettings } from "../../src/manifest/GenerationSettings";
import { settings, update } from "../../src/manifest/ReadManifest";
import { IDS, LOGITS, MASK, POSITION, type States, TOKEN } from "../../src/manifest/State";
import { recorded } from "../fixtures";

const HEADS = 2;
const WIDTH = 3;
const COLUMNS = 4;

/**
 * The toy translator of tests/fixtures/decoding.py, which says what it computes. It reads all that
 * it is handed, so a state that is written, moved or cleared wrong gives other tokens.
 *
 * `bias` is added to its scores. Its output layer is the table with its sides changed: it is given 1
 * for the row and 0 for all others, which "hidden" returns.
 */
export class Toy implements Program {
  /** Every method that was called. */
  readonly called: string[] = [];
  readonly floats = floats;

  constructor(
    readonly table: readonly Float32Array[],
    readonly bias: Float32Array | null = null,
  ) {}

  async run(
    method: string,
    inputs: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, Tensor>> {
    this.called.push(method);
    const { table, bias } = this;
    if (method === "encode") return encode(inputs);
    if (method === "output_rows") return this.#outputRows(numbers(inputs, "words"));
    if (method === "hidden") {
      return this.#decode(inputs, "hidden", (row) => table.map((_, at) => (at === row ? 1 : 0)));
    }
    return this.#decode(inputs, LOGITS, (row) =>
      [...table[row]!].map((score, at) => score + (bias?.[at] ?? 0)),
    );
  }

  async close(): Promise<void> {}

  #outputRows(words: number[]): Map<string, Tensor> {
    const { table, bias } = this;
    const rows = words.flatMap((word) => table.map((row) => row[word]!));
    const found = new Map<string, Tensor>();
    found.set("output_rows", tensor(rows, words.length, table.length));
    const own = words.map((word) => bias?.[word] ?? 0);
    if (bias !== null) found.set("output_bias", tensor(own, words.length));
    return found;
  }

  #decode(
    inputs: ReadonlyMap<string, Tensor>,
    name: string,
    said: (row: number) => number[],
  ): Map<string, Tensor> {
    const [position] = numbers(inputs, POSITION) as [number];
    const tokens = numbers(inputs, TOKEN);
    const keys = parts(numbers(inputs, "key"), tokens.length);
    const totals = parts(numbers(inputs, "total"), tokens.length);
    const capacity = keys[0]!.length / HEADS / WIDTH;
    const all = sum(numbers(inputs, "source"), () => 1);
    const answers: number[] = [];
    const key: number[] = [];
    const following: number[] = [];
    for (const [at, token] of tokens.entries()) {
      const total = totals[at]!;
      const past = sum(keys[at]!, (place) => 1 + (Math.floor(place / WIDTH) % capacity));
      const row = (past + sum(total, () => 1) + all + 7 * token + 3 * position) % this.table.length;
      answers.push(...said(row));
      for (let place = 0; place < HEADS * WIDTH; place++) key.push(token + (place % WIDTH));
      for (let place = 0; place < COLUMNS; place++) {
        following.push((3 * total[place]! + token + place) % this.table.length);
      }
    }
    return new Map([
      [name, tensor(answers, tokens.length, answers.length / tokens.length)],
      ["new_key", tensor(key, tokens.length * HEADS, 1, WIDTH)],
      ["new_total", tensor(following, tokens.length, COLUMNS)],
    ]);
  }
}

function encode(inputs: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const ids = numbers(inputs, IDS);
  const mask = numbers(inputs, MASK);
  const source = ids.flatMap((id, at) => Array<number>(WIDTH).fill(id * mask[at]!));
  return new Map([["source", tensor(source, 1, ids.length, WIDTH)]]);
}

function numbers(inputs: ReadonlyMap<string, Tensor>, name: string): number[] {
  return Array.from(inputs.get(name)!.data, Number);
}

function tensor(data: readonly number[], ...shape: number[]): Tensor {
  return { shape, data: Float32Array.from(data) };
}

/** What is each hypothesis' own. */
function parts(all: number[], count: number): number[][] {
  const size = all.length / count;
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

function sum(all: readonly number[], weight: (at: number) => number): number {
  return all.reduce((total, number, at) => total + Math.trunc(weight(at) * number), 0);
}

/** A search of the fixture, and how it ends. */
export interface Case {
  readonly settings: GenerationSettings;
  readonly source: readonly number[];
  readonly tokens: readonly number[];
}

/** decoding.json, with `states` and `table` read. */
export const document = recorded("decoding.json") as JsonObject;
export const states = record(document.states as Json, "states", statesOf);
export const table = (document.table as number[][]).map((row) => Float32Array.from(row));
export const cases: readonly Case[] = (document.cases as Json[]).map(caseOf);

/** What every entry of the fixture has. */
export function caseOf(entry: Json): Case {
  const { settings: set, source, tokens } = entry as JsonObject;
  return {
    settings: record(set, "settings", settings),
    source: source as number[],
    tokens: tokens as number[],
  };
}

function statesOf(fields: Fields): States {
  return {
    hypotheses: fields.int("hypotheses"),
    capacity: fields.int("capacity"),
    source: fields.texts("source"),
    kept: fields.records("kept", (it) => ({
      name: it.text("name"),
      new: it.text("new"),
      shape: it.ints("shape"),
      update: update(it),
    })),
  };
}
