import { expect, test } from "vitest";
import type { JsonObject } from "../../src/json/Fields";
import { type Decoding, laterOf, stepOf } from "../../src/manifest/Decoding";
import { type Manifest, programOf, SCHEMA } from "../../src/manifest/Manifest";
import { type ProgramFile, targetWords } from "../../src/manifest/ProgramFile";
import { manifestOf } from "../../src/manifest/ReadManifest";
import { DECODE, LOGITS, statesIn } from "../../src/manifest/State";
import { recorded } from "../fixtures";

const schemas = Array.from({ length: SCHEMA }, (_, at) => at + 1);
const documents = schemas.map(
  (schema) => recorded(`manifests/schema-${schema}.json`) as JsonObject,
);
const [first, second] = documents.map((document) => manifestOf(document, "it")) as [
  Manifest,
  Manifest,
];
const searched = second.decoding as Decoding;
const text = JSON.stringify(documents[1]);
const NONE = '"shortlist":null';

const read = (document: string) => manifestOf(JSON.parse(document), "it");

test("the sizes of schema 1 mean the states of schema 2", () => {
  expect(first.decoding).toEqual(searched);
  expect(searched.source).toEqual(["cross_key_0", "cross_value_0"]);
  const states = ["key_0", "value_0"].map((name) => ({
    name,
    new: `new_${name}`,
    update: "append",
  }));
  expect(searched.states).toEqual(states);
});

test("every file has the states, each with its own shape", () => {
  for (const manifest of [first, second]) {
    for (const [format, shape] of [
      ["executorch", [8, 11, 16]],
      ["coreml", [8, 32, 32]],
    ] as const) {
      const states = statesIn(programOf(manifest, format), searched);
      expect([states.hypotheses, states.capacity]).toEqual([2, 11]);
      expect(states.kept.map((state) => state.shape)).toEqual([shape, shape]);
    }
  }
});

test.each([
  { states: searched.states.map((state) => ({ ...state, name: "cell" })) },
  { hypotheses: 3 },
  { hypotheses: 0 },
  { capacity: 12 },
])("what a file does not keep is refused: %o", (wrong) => {
  const file = programOf(second, "executorch");
  expect(() => statesIn(file, { ...searched, ...wrong })).toThrow("and its decode takes it as");
});

test("a newer schema and an unknown rule are refused", () => {
  const newer = JSON.stringify({ ...documents[1], schema: 3 });
  expect(() => read(newer)).toThrow("has schema 3; this app reads 1 and 2");
  expect(() => read("[]")).toThrow("has schema null; this app reads 1 and 2");
  expect(() => read(text.replace('"append"', '"add"'))).toThrow('states[0].update is "add"');
  expect(() => programOf(second, "onnx")).toThrow("has no onnx program; it has executorch, coreml");
});

test("a shortlist is searched by where a file has its methods", () => {
  expect(text).toContain(`,${NONE}`);
  const named = '"shortlist":{"path":"some.bin","method":"hidden","rows":"output_rows"}';
  expect(read(text.replace(`,${NONE}`, "")).decoding).toEqual(searched);
  const found = read(text.replace(NONE, named));
  const entry = { path: "some.bin", method: "hidden", rows: "output_rows" };
  const listed = found.decoding as Decoding;
  expect(listed).toEqual({ ...searched, shortlist: entry });
  const cut = text.replace(NONE, named.replace(',"rows":"output_rows"', ""));
  expect(() => read(cut)).toThrow('shortlist has no "rows"');
  const file = programOf(found, "executorch");
  expect([stepOf(listed, file), [...laterOf(listed, file)]]).toEqual([DECODE, []]);
  const more = ["hidden", "output_rows"].map((name) => ({ ...file.methods[0]!, name }));
  const around = { ...file, methods: [...file.methods, ...more] };
  expect([stepOf(listed, around), [...laterOf(listed, around)]]).toEqual(["hidden", [DECODE]]);
  expect(stepOf(listed, { ...file, methods: [...file.methods, more[0]!] })).toBe(DECODE);
});

test("a file says how many words its steps score, or is refused", () => {
  const file = programOf(second, "executorch");
  const decode = file.methods.find((method) => method.name === DECODE)!;
  const logits = decode.outputs.find((output) => output.name === LOGITS);
  expect(targetWords(file)).toBe(logits?.shape.at(-1)?.maximum);
  for (const outputs of [[], [{ name: LOGITS, dtype: "float32", shape: [] }]]) {
    const without: ProgramFile = { ...file, methods: [{ ...decode, outputs }] };
    expect(() => targetWords(without)).toThrow("has no step with logits of words");
  }
});
