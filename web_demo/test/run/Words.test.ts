import { expect, it } from "vitest";
import { Words, type WordsEntry } from "../../src/run/Words";
import type { Tokenizer } from "../../src/text/Tokenizer";

const ENTRY: WordsEntry = {
  prefix: "",
  sourceLanguage: "en",
  targetLanguage: "de",
  unknown: null,
  sourceScripts: [],
};

/** A token a character, and an end; `shift` is added, so that two of them do not read each other. */
function shifted(shift: number): Tokenizer {
  return {
    encode: (text) => [...Array.from(text, (one) => one.charCodeAt(0) + shift), 1],
    encodeIn() {
      throw new Error("a translator reads sentences whole");
    },
    decode: (ids) =>
      String.fromCharCode(...[...ids].filter((id) => id > 1).map((id) => id - shift)),
  };
}

function words(entry: Partial<WordsEntry> = {}): Words {
  return new Words(shifted(0), shifted(1000), { ...ENTRY, ...entry }, (line, language) => {
    expect(language).toBe("en");
    return [line];
  });
}

it("has the prefix before every text", () => {
  expect(words({ prefix: "to: " }).ids("a")).toEqual(words().ids("to: a"));
});

it("reads pieces that the model has no row for as the unknown word", () => {
  expect(words({ unknown: { first: 98, id: 3 } }).ids("abc")).toEqual([97, 3, 3, 1]);
});

it("has tokens of the target, and spaces around them fall away", () => {
  expect(words().text([0, 1032, 1097, 1032, 1098, 1032, 1])).toBe("a b");
});

it("cuts no piece of more ids than the program takes, the prefix included", () => {
  const prefixed = words({ prefix: "to: " });
  const found = prefixed.pieces("one two three", 10);
  expect(found.map(({ text }) => text)).toEqual(["one", "two", "three"]);
  expect(Math.max(...found.map(({ text }) => prefixed.ids(text).length))).toBe(10);
});
