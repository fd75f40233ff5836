import { describe, expect, test } from "vitest";
import type { Program } from "../../src/engine/Engine";
import { float16 } from "../../src/engine/Half";
import { RowLookup, withRows } from "../../src/engine/RowTables";
import { floats, longsOf, type Tensor } from "../../src/engine/Tensor";
import type { MethodEntry, ProgramFile, RowTable } from "../../src/manifest/ProgramFile";

/** Three bytes of something else, then rows (1, -2), (-127, 0), (127, 3), then their scales. */
const FILE = new Uint8Array(21);
FILE.set([9, 9, 9, 1, 0xfe, 0x81, 0, 127, 3]);
for (const [at, scale] of [0.5, 2, 0].entries()) {
  new DataView(FILE.buffer).setFloat32(9 + 4 * at, scale, true);
}

const TABLE: RowTable = {
  name: "words",
  offset: 3,
  rows: 3,
  width: 2,
  dtype: "int8",
  scalesOffset: 9,
  inputs: [{ method: "encode", name: "source_rows" }],
  first: 0,
  column: 0,
};

/** Words 0 and 1 are the last two rows and have columns 0 and 1, word 2 is one number in column 2. */
const BANDS: RowTable[] = [
  { ...TABLE, offset: 5, rows: 2, scalesOffset: 13 },
  { ...TABLE, name: "rare", rows: 1, width: 1, first: 2, column: 2 },
];

const ids = (...numbers: number[]) => longsOf(numbers, 1, numbers.length);
const lookup = (...tables: RowTable[]) => new RowLookup("model.pte", FILE, tables);
const numbers = (tensor: Tensor) => Array.from(tensor.data, Number);

test("int8 rows are multiplied by their own scale", () => {
  const found = lookup(TABLE).rows(ids(1, 0, 2, 1));
  expect(found.shape).toEqual([1, 4, 2]);
  expect(numbers(found)).toEqual([-254, 0, 0.5, -1, 0, 0, -254, 0]);
});

test("halves are read as IEEE 754 has them, and float32 as it is", () => {
  const halves = [0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555, 0x8000];
  const bytes = new Uint8Array(Uint16Array.from(halves).buffer);
  const table = { ...TABLE, offset: 0, dtype: "float16", scalesOffset: null };
  const found = new RowLookup("half", bytes, [table]).rows(ids(0, 1, 2));
  expect(numbers(found)).toEqual([1, -2, 2 ** -24, Number.POSITIVE_INFINITY, 0.333251953125, -0]);
  expect(float16(0x7e00)).toBeNaN();
  const floats32 = new Uint8Array(Float32Array.of(1.5, -2, 3, 4, 5, 6).buffer);
  const other = { ...table, dtype: "float32" };
  expect(numbers(new RowLookup("it", floats32, [other]).rows(ids(2)))).toEqual([5, 6]);
});

test("an id outside the table is refused", () => {
  expect(() => lookup(TABLE).rows(ids(3))).toThrow("the id 3 was given; words has 3 rows");
  expect(() => lookup(TABLE).rows(ids(-1))).toThrow("the id -1 was given");
});

test.each([
  [{ rows: 12 }, "damaged or cut off"],
  [{ scalesOffset: 10 }, "said to end at byte 22, and the file has 21"],
  [{ offset: -1 }, "damaged or cut off"],
  [{ dtype: "int4" }, "a table of int4; this app reads int8, float16, float32"],
  [{ column: 1 }, "is said to have the words from 0 on and column 1 of 2"],
  [{ column: -1 }, "column -1"],
  [{ first: -1 }, "the words from -1 on"],
])(
  "a table that the file does not hold, or at a place that there is not, is refused: %o",
  (wrong, words) => {
    expect(() => lookup({ ...TABLE, ...wrong })).toThrow(words);
  },
);

test("rows of bands stand side by side, with zeros where a word has none", () => {
  const bands = lookup(...BANDS);
  expect(numbers(bands.rows(ids(2, 0)))).toEqual([0, 0, 0.5, -254, 0, 0]);
  expect(numbers(bands.rows(ids(0, 2)))).toEqual([-254, 0, 0, 0, 0, 0.5]);
  expect(() => bands.rows(ids(3))).toThrow("the id 3 was given; words, rare has 3 rows");
});

describe("a program that wants rows takes ids", () => {
  const seen: ReadonlyMap<string, Tensor>[] = [];
  const echo: Program = {
    floats,
    run: async (_, inputs) => {
      seen.push(inputs);
      return inputs;
    },
    close: async () => {},
  };
  const described = (tables: RowTable[], methods: MethodEntry[] = []) =>
    ({ path: "model.pte", rowTables: tables, methods }) as unknown as ProgramFile;

  test("where a method has an input for them", async () => {
    seen.length = 0;
    const program = withRows(echo, described([TABLE]), FILE);
    await program.run(
      "encode",
      new Map([
        ["input_ids", ids(0)],
        ["attention_mask", ids(1)],
      ]),
    );
    await program.run("decode", new Map([["token", ids(0)]]));
    expect([...seen[0]!.keys()].sort()).toEqual(["attention_mask", "source_rows"]);
    expect(numbers(seen[0]!.get("source_rows")!)).toEqual([0.5, -1]);
    expect([...seen[1]!.keys()]).toEqual(["token"]);
    expect(withRows(echo, described([]), FILE)).toBe(echo);
  });

  test("of all tables of an input", async () => {
    seen.length = 0;
    await withRows(echo, described(BANDS), FILE).run("encode", new Map([["input_ids", ids(2)]]));
    expect(numbers(seen[0]!.get("source_rows")!)).toEqual([0, 0, 0.5]);
  });

  test("and ids that a method reads too stay beside their rows", async () => {
    seen.length = 0;
    const inputs = ["some", "both"].map((method) => ({ method, name: "word_rows" }));
    const words = {
      name: "words",
      dtype: "int64",
      shape: [{ name: null, minimum: 2, maximum: 2 }],
    };
    const methods = inputs.map(({ method: name }) => ({
      name,
      inputs: name === "both" ? [words] : [],
      outputs: [],
      arenaBytes: null,
      states: [],
    }));
    const program = withRows(echo, described([{ ...TABLE, inputs }], methods), FILE);
    for (const { name } of methods) await program.run(name, new Map([["words", ids(0, 2)]]));
    expect(seen.map((given) => [...given.keys()].sort())).toEqual([
      ["word_rows"],
      ["word_rows", "words"],
    ]);
    for (const given of seen) expect(numbers(given.get("word_rows")!)).toEqual([0.5, -1, 0, 0]);
  });

  test("rows for an input that nobody knows are refused", () => {
    const inputs = [{ method: "encode", name: "other_rows" }];
    expect(() => withRows(echo, described([{ ...TABLE, inputs }]), FILE)).toThrow(
      'wants rows for "other_rows", which this app does not know; it knows source_rows, token_rows, word_rows',
    );
  });
});
