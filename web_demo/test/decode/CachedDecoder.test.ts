import { beforeEach, expect, test } from "vitest";
import { CachedDecoder } from "../../src/decode/CachedDecoder";
import type { Program } from "../../src/engine/Engine";
import { count, floats, type Tensor } from "../../src/engine/Tensor";
import { LOGITS, type States, TOKEN } from "../../src/manifest/State";

const STATES: States = {
  hypotheses: 2,
  capacity: 3,
  source: ["source"],
  kept: [
    { name: "key", new: "new_key", shape: [4, 3, 1], update: "append" },
    { name: "total", new: "new_total", shape: [2, 2], update: "replace" },
  ],
};

/** What a step brings is the token of its hypothesis; `seen` is what the last call was handed. */
class Echo implements Program {
  seen: ReadonlyMap<string, Tensor> = new Map();
  readonly floats = floats;

  async run(method: string, inputs: ReadonlyMap<string, Tensor>): Promise<Map<string, Tensor>> {
    if (method === "encode") return new Map([["source", floats(1, 1, 1)]]);
    this.seen = inputs;
    return new Map<string, Tensor>([
      [LOGITS, floats(2, 1)],
      ["new_key", this.#said(4, 1, 1)],
      ["new_total", this.#said(2, 2)],
    ]);
  }

  #said(...shape: number[]): Tensor {
    const each = count(shape) / 2;
    const tokens = this.seen.get(TOKEN)!.data;
    const data = Float32Array.from({ length: count(shape) }, (_, at) =>
      Number(tokens[Math.floor(at / each)]),
    );
    return { shape, data };
  }

  async close(): Promise<void> {}
}

let program: Echo;
let model: CachedDecoder;
const kept = (name: string) => Array.from(program.seen.get(name)!.data, Number);

async function speak(): Promise<void> {
  await model.encode([7]);
  await model.step([1, 2], 0);
  await model.step([3, 4], 1);
}

beforeEach(async () => {
  program = new Echo();
  model = new CachedDecoder(program, STATES);
  await speak();
});

test("one position of what is appended is written, and all of what is replaced", () => {
  expect(kept("key")).toEqual([1, 3, 0, 1, 3, 0, 2, 4, 0, 2, 4, 0]);
  expect(kept("total")).toEqual([3, 3, 4, 4]);
});

test("all rows of a hypothesis move at once", () => {
  model.reorder([1, 0]);
  expect(kept("key")).toEqual([2, 4, 0, 2, 4, 0, 1, 3, 0, 1, 3, 0]);
  expect(kept("total")).toEqual([4, 4, 3, 3]);
  model.reorder([1]);
  expect(kept("key")).toEqual([1, 3, 0, 1, 3, 0, 1, 3, 0, 1, 3, 0]);
  expect(kept("total")).toEqual([3, 3, 3, 3]);
});

test("a sentence begins from clear states", async () => {
  for (const begin of [() => model.encode([8]), () => model.reset()]) {
    await speak();
    await begin();
    expect(kept("key")).toEqual(Array(12).fill(0));
    expect(kept("total")).toEqual(Array(4).fill(0));
  }
});
