import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/json/Fields";
import { Refused } from "../../../src/Refused";
import type { Encoding } from "../../../src/text/Encoding";
import { readPostProcessor } from "../../../src/text/postprocessor/ReadPostProcessor";

function around(file: Json): number[] {
  return readPostProcessor(file, "here").around([5, 6], null).ids;
}

function pair(file: Json): Encoding {
  return readPostProcessor(file, "here").around([5, 6], [7]);
}

function special(type: number, name = "S"): Json {
  return { SpecialToken: { id: name, type_id: type } };
}

function text(name: string, type: number): Json {
  return { Sequence: { id: name, type_id: type } };
}

function template(single: Json[], two: Json[] = []): Json {
  const tokens = { S: { id: "S", ids: [1, 2], tokens: ["S", "T"] } };
  return { type: "TemplateProcessing", single, pair: two, special_tokens: tokens };
}

function sequence(...processors: Json[]): Json {
  return { type: "Sequence", processors };
}

const A = text("A", 0);
const BERT = { sep: ["[SEP]", 3], cls: ["[CLS]", 2] };
const bert: Json = { type: "BertProcessing", ...BERT };
const roberta: Json = {
  type: "RobertaProcessing",
  ...BERT,
  trim_offsets: true,
  add_prefix_space: false,
};
const bytes: Json = {
  type: "ByteLevel",
  add_prefix_space: true,
  trim_offsets: true,
  use_regex: true,
};

it("puts a template before, after and around", () => {
  expect(around(template([special(0), A]))).toEqual([1, 2, 5, 6]);
  expect(around(template([A, special(0), special(0)]))).toEqual([5, 6, 1, 2, 1, 2]);
  expect(around(template([A]))).toEqual([5, 6]);
});

it("has BERT's and RoBERTa's form, alone and in a sequence", () => {
  expect(around(bert)).toEqual([2, 5, 6, 3]);
  expect(around(roberta)).toEqual([2, 5, 6, 3]);
  expect(around(sequence(bert, roberta))).toEqual([2, 2, 5, 6, 3, 3]);
});

it("has a pair as a template, BERT, RoBERTa and nobody have it", () => {
  const both = template([A], [special(0), A, text("B", 1), special(1)]);
  expect(pair(both)).toEqual({ ids: [1, 2, 5, 6, 7, 1, 2], types: [0, 0, 0, 0, 1, 1, 1] });
  expect(pair(bert)).toEqual({ ids: [2, 5, 6, 3, 7, 3], types: [0, 0, 0, 0, 1, 1] });
  expect(pair(roberta)).toEqual({ ids: [2, 5, 6, 3, 3, 7, 3], types: [0, 0, 0, 0, 0, 0, 0] });
  expect(pair(bytes)).toEqual({ ids: [5, 6, 7], types: [0, 0, 1] });
  expect(pair(sequence(bytes, both, bytes))).toEqual(pair(both));
});

describe("a pair is refused", () => {
  it.each([
    ["whose template has not both texts", template([A])],
    ["whose template has one twice", template([A], [A, A])],
    ["where two add tokens", sequence(bert, roberta)],
  ])("%s", (_, file) => {
    expect(() => pair(file)).toThrow(Refused);
  });
});

describe("a template is refused", () => {
  it.each([
    ["without the text", [special(0)]],
    ["with it twice", [A, A]],
    ["with another text", [A, text("B", 0)]],
    ["with an unknown token", [special(0, "U")]],
  ])("%s", (_, single) => {
    expect(() => around(template(single))).toThrow(Refused);
  });
});
