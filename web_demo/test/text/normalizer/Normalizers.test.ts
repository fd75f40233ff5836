import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/json/Fields";
import { Refused } from "../../../src/Refused";
import { BertNormalizer } from "../../../src/text/normalizer/BertNormalizer";
import { Chain, nmt, Prepend, Strip } from "../../../src/text/normalizer/Normalizer";
import { readNormalizer } from "../../../src/text/normalizer/ReadNormalizer";
import { Replace } from "../../../src/text/normalizer/Replace";
import { Expression, Literal } from "../../../src/text/pattern/Pattern";

function bert(all: boolean): BertNormalizer {
  return new BertNormalizer({
    cleansText: all,
    separatesChinese: all,
    stripsAccents: all,
    lowercases: all,
  });
}

it("cleans as BERT does, separates Chinese, drops accents and writes small letters", () => {
  expect(bert(true).normalize("Ü\u0000ber 中 A\tB\u200D\uFFFD")).toBe("uber  中  a b");
  expect(bert(false).normalize("Ü中\u0000")).toBe("Ü中\u0000");
});

it("drops accents with capital letters unless the file says otherwise", () => {
  const file: Json = {
    type: "BertNormalizer",
    clean_text: true,
    handle_chinese_chars: true,
    lowercase: true,
  };
  expect(readNormalizer({ ...file, strip_accents: null }, "here").normalize("Ü")).toBe("u");
  expect(readNormalizer({ ...file, strip_accents: false }, "here").normalize("Ü")).toBe("ü");
});

it("takes away spaces at the ends, and what Nmt takes for them", () => {
  expect(new Strip(true, false).normalize("\u2003 a\u3000 ")).toBe("a\u3000 ");
  expect(new Strip(false, true).normalize("\u2003 a\u3000 ")).toBe("\u2003 a");
  expect(new Strip(true, true).normalize(" \n")).toBe("");
  expect(nmt.normalize("a\u200Bb\u0001\tc\u007F")).toBe("a b c");
});

it("replaces in a row as one after the other", () => {
  const steps = [
    ["a", "b"],
    ["b", "cc"],
    ["cd", "e"],
  ].map(([from = "", to = ""]) => new Replace(new Literal(from), to));
  const chain = new Chain([...steps, new Replace(new Expression("\\s+"), " "), new Prepend("_")]);
  expect(chain.normalize("ad  x")).toBe("_ce x");
  expect(chain.normalize("x\ny")).toBe("_x y");
  expect(chain.normalize("")).toBe("");
});

it("puts its content where an empty match is", () => {
  expect(new Replace(new Expression("(?<=[a-z])(?=[a-z])"), "-").normalize("abc")).toBe("a-b-c");
});

describe("character rules that are damaged are refused", () => {
  it.each([
    ["without a size", ""],
    ["cut off", btoa(String.fromCharCode(100, 0, 0, 0, 1))],
    ["no base64", "%"],
  ])("%s", (_, charsmap) => {
    const file = { type: "Precompiled", precompiled_charsmap: charsmap };
    expect(() => readNormalizer(file, "here")).toThrow(Refused);
  });
});
