import { expect, test } from "vitest";
import { CachedDecoder } from "../../src/decode/CachedDecoder";
import { OutputRows } from "../../src/decode/OutputRows";
import { search } from "../../src/decode/Search";
import { ShortlistedDecoder, shortlisted } from "../../src/decode/ShortlistedDecoder";
import type { StepModel } from "../../src/decode/StepModel";
import type { MethodEntry, ProgramFile, Size } from "../../src/manifest/ProgramFile";
import { HIDDEN } from "../../src/manifest/State";
import { wordListsOf } from "../text/Shortlists";
import { cases, states, Toy, table } from "./Toy";

const SOURCE = 9;
/** 13 words are three whole calls and one that is filled up. */
const AT_ONCE = 4;
const words = [...table[0]!.keys()];
const biases = [null, Float32Array.from(words, (at) => at * 0.3 - 1)];

/** Two words of five by each source word, and the ends. */
const listed = Array.from({ length: SOURCE }, (_, source) =>
  words.filter((word) => (word * 3 + source * 7) % 5 < 2),
);
const some = wordListsOf(words.length, [...listed, [1, 4]]);
const all = wordListsOf(words.length, [...listed.map(() => []), words]);

function rows(size: Size = { name: null, minimum: AT_ONCE, maximum: AT_ONCE }): MethodEntry {
  const inputs = [{ name: "words", dtype: "int64", shape: [size] }];
  return { name: "output_rows", inputs, outputs: [], arenaBytes: null, states: [] };
}

const around = (toy: Toy) =>
  [new CachedDecoder(toy, states, HIDDEN, HIDDEN), new OutputRows(toy, rows())] as const;

/** By the rows of some words, and by the logits of all. */
function bothWays(toy: Toy): [byRows: ShortlistedDecoder, byLogits: ShortlistedDecoder] {
  const [hidden, output] = around(toy);
  const full = new CachedDecoder(toy, states);
  return [new ShortlistedDecoder(hidden, some, output), new ShortlistedDecoder(full, some, null)];
}

async function found(model: StepModel): Promise<number[][]> {
  const ends: number[][] = [];
  for (const { source, settings } of cases) ends.push(await search(model, source, settings));
  return ends;
}

test("a shortlist of all words changes nothing", async () => {
  const tokens = cases.map((each) => each.tokens);
  const toy = new Toy(table);
  const [hidden, output] = around(toy);
  expect(await found(new ShortlistedDecoder(hidden, all, output))).toEqual(tokens);
  expect(new Set(toy.called)).toEqual(new Set(["encode", "output_rows", "hidden"]));
  const full = new ShortlistedDecoder(new CachedDecoder(toy, states), all, null);
  expect(await found(full)).toEqual(tokens);
});

test("rows of the allowed words end every search as all logits with the others left out", async () => {
  const ends: number[][][] = [];
  for (const bias of biases) {
    const toy = new Toy(table, bias);
    const [byRows, byLogits] = bothWays(toy);
    const masked = await found(byLogits);
    expect(await found(byRows)).toEqual(masked);
    expect(await found(new CachedDecoder(toy, states))).not.toEqual(masked);
    ends.push(masked);
  }
  expect(ends[0], "the bias counts").not.toEqual(ends[1]);
});

test("what is not allowed cannot come, at every step and whatever was written over it", async () => {
  for (const model of bothWays(new Toy(table, biases[1]!))) {
    await model.encode([3, 4, 5], [1, 1, 0]);
    const allowed = [...some.allowed([3, 4])];
    expect(allowed.length).toBeGreaterThan(2);
    expect(allowed.length).toBeLessThan(words.length);
    for (const position of [0, 1, 2]) {
      const step = await model.step([0, 6], position);
      expect(step.length).toBe(2);
      for (const row of step) {
        expect(words.filter((word) => Number.isFinite(row[word]))).toEqual(allowed);
        const others = [...row].filter((score) => !Number.isFinite(score));
        expect(others.every((score) => score === Number.NEGATIVE_INFINITY)).toBe(true);
        row.fill(9);
      }
    }
  }
});

test("a word that is to stay may come all the same", async () => {
  for (const model of bothWays(new Toy(table))) {
    const allowed = [...some.allowed([3])];
    const missing = words.find((word) => !allowed.includes(word))!;
    model.more = [missing];
    await model.encode([3]);
    expect((await model.step([0], 0))[0]![missing]).toSatisfy(Number.isFinite);
    model.more = [];
    await model.encode([3]);
    expect((await model.step([0], 0))[0]![missing]).toBe(Number.NEGATIVE_INFINITY);
  }
});

test("rows are asked for once a sentence, and as many calls as they need", async () => {
  const toy = new Toy(table);
  const [hidden, output] = around(toy);
  const model = new ShortlistedDecoder(hidden, all, output);
  await model.encode([3]);
  await model.step([0], 0);
  model.reset();
  await model.step([0], 0);
  const calls = Array(Math.ceil(words.length / AT_ONCE)).fill("output_rows");
  expect(toy.called).toEqual(["encode", ...calls, "hidden", "hidden"]);
});

test("a file is searched by its rows where it has them", async () => {
  const entry = { path: "some.bin", method: "hidden", rows: "output_rows" };
  for (const [methods, called] of [
    [
      ["hidden", "output_rows"],
      ["encode", "output_rows", "hidden"],
    ],
    [["hidden"], ["encode", "decode"]],
  ] as const) {
    const toy = new Toy(table);
    const file = {
      methods: methods.map((name) => ({ ...rows(), name })),
    } as unknown as ProgramFile;
    const of = { program: toy, file, states, entry, lists: all };
    const model = shortlisted(of, () => new CachedDecoder(toy, states));
    await model.encode([3]);
    await model.step([0], 0);
    expect([...new Set(toy.called)]).toEqual(called);
  }
});

test("a source of another vocabulary, and rows of no fixed number of words are refused", async () => {
  const [hidden, output] = around(new Toy(table));
  const model = new ShortlistedDecoder(hidden, some, output);
  await expect(model.encode([SOURCE])).rejects.toThrow("of another vocabulary");
  const open = rows({ name: "n", minimum: 1, maximum: 8 });
  expect(() => new OutputRows(new Toy(table), open)).toThrow("no fixed number of words");
});
