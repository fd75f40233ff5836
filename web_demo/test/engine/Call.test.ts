import { expect, test } from "vitest";
import { Call } from "../../src/engine/Call";
import { floats, longs, type Tensor } from "../../src/engine/Tensor";
import type { MethodEntry } from "../../src/manifest/ProgramFile";

const length = { name: "length", minimum: 2, maximum: 8 };
const fixed = (extent: number) => ({ name: null, minimum: extent, maximum: extent });
const METHOD: MethodEntry = {
  name: "encode",
  inputs: ["ids", "mask"].map((name) => ({ name, dtype: "int64", shape: [fixed(1), length] })),
  outputs: [{ name: "keys", dtype: "float32", shape: [fixed(4), length] }],
  arenaBytes: null,
  states: [],
};

const call = (method = METHOD) => new Call(method, (_, __, shape) => floats(...shape));
const given = (ids: number, mask = ids) =>
  new Map<string, Tensor>([
    ["mask", longs(1, mask)],
    ["ids", longs(1, ids)],
  ]);

test("outputs have the sizes that follow from the inputs, and stay as long as those do", () => {
  const one = call();
  const keys = (ids: number) => one.outputs(one.inputs(given(ids))).get("keys");
  const first = keys(5);
  expect(first?.shape).toEqual([4, 5]);
  expect(keys(5)).toBe(first);
  expect(keys(6)).not.toBe(first);
});

test.each([
  [given(9), "ids of encode is int64 (1, 2 to 8), and int64 [1, 9] was given"],
  [given(1), "[1, 1] was given"],
  [given(5, 4), "mask of encode is int64 (1, 2 to 8), and int64 [1, 4] was given"],
  [given(5).set("ids", longs(5)), "[5] was given"],
  [given(5).set("ids", floats(1, 5)), "and float32 [1, 5] was given"],
])(
  "sizes outside their bounds, that do not agree, or of other numbers are refused",
  (inputs, words) => {
    const one = call();
    expect(() => one.outputs(one.inputs(inputs))).toThrow(words);
  },
);

test("inputs that are missing or too many are refused", () => {
  const missing = given(5);
  missing.delete("mask");
  for (const wrong of [
    missing,
    new Map(missing).set("other", longs(1, 5)),
    given(5).set("other", longs(1)),
  ]) {
    expect(() => call().inputs(wrong)).toThrow("encode takes ids, mask, not");
  }
});

test("an output of numbers that nobody reads is refused", () => {
  const outputs = METHOD.outputs.map((output) => ({ ...output, dtype: "float16" }));
  const one = call({ ...METHOD, outputs });
  expect(() => one.outputs(one.inputs(given(5)))).toThrow(
    "encode returns float16 as keys; this app reads float32 and int64",
  );
});
