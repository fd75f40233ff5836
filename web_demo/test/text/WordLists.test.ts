import { describe, expect, it } from "vitest";
import { WordLists } from "../../src/text/WordLists";
import { recorded } from "../fixtures";

const file = recorded("word_lists.json") as {
  source_words: number;
  target_words: number;
  file: string;
  cases: { ids: number[]; more: number[]; words: number[] }[];
  refused: Record<string, string>;
  refused_when_asked: Record<string, { file: string; ids: number[] }>;
};

function read(written: string): WordLists {
  return WordLists.read(Uint8Array.from(Buffer.from(written, "hex")), file.target_words);
}

/** A shortlist as Python wrote it allows what it allows there. */
it("allows a sentence the words that Python allows it", () => {
  const lists = read(file.file);
  expect(file.cases.length).toBeGreaterThan(30);
  for (const { ids, more, words } of file.cases) {
    expect([...lists.allowed(ids, more)], `${ids}`).toEqual(words);
  }
});

describe("a file that is spoilt is refused by what is wrong with it", () => {
  const long = (file.refused["very many source words"] ?? "").length / 2;
  const words: Record<string, string> = {
    empty: "does not begin as a bundle's shortlist",
    "another magic": "does not begin as a bundle's shortlist",
    "another version": "is of version 2; this app reads 1",
    "more source words": "damaged or cut off (its lists take",
    "very many source words": `damaged or cut off (it has ${long} bytes)`,
    "other target words": "is of 40001 target words, and the program has 40000",
    "cut in its sizes": "damaged or cut off (it has 27 bytes)",
    "cut in its lists": "bytes, and ",
    "longer than it says": "bytes, and ",
    "a list longer than it is": "bytes, and ",
  };

  it("has all of them", () => expect(Object.keys(words)).toEqual(Object.keys(file.refused)));

  it.each(Object.entries(file.refused))("%s", (name, written) => {
    expect(() => read(written)).toThrow(words[name]);
  });
});

describe("a list that is spoilt is refused when it is asked for", () => {
  const words: Record<string, string> = {
    "ends within a number": "damaged or cut off (a list ends within a number)",
    "beyond the vocabulary": "and the vocabulary has 40000: the shortlist is damaged",
  };

  it("has all of them", () =>
    expect(Object.keys(words)).toEqual(Object.keys(file.refused_when_asked)));

  it.each(Object.entries(file.refused_when_asked))("%s", (name, spoilt) => {
    expect(() => read(spoilt.file).allowed(spoilt.ids)).toThrow(words[name]);
  });
});

it("refuses a number of five groups", () => {
  const list = [255, 255, 255, 255, 0];
  const bytes = [
    ...Buffer.from("mobilecW"),
    1,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    9,
    0,
    0,
    0,
    5,
    0,
    0,
    0,
    ...list,
  ];
  const lists = WordLists.read(Uint8Array.from(bytes), 9);
  expect(() => lists.allowed([0])).toThrow("a number is too large for a word");
  expect([...lists.allowed([])]).toEqual([]);
});

it("refuses words of no vocabulary", () => {
  const lists = read(file.file);
  const { source_words: sourceWords, target_words: targetWords } = file;
  const first = `is of ${sourceWords} source words, and the ids of a text go from 3 to ${sourceWords}`;
  expect(() => lists.allowed([3, sourceWords])).toThrow(first);
  expect(() => lists.allowed([5, -1])).toThrow("the ids of a text go from -1 to 5");
  expect(() => lists.allowed([], [targetWords])).toThrow(/target words 0 to 40000 were allowed/);
  expect(() => lists.allowed([], [-1])).toThrow("target words -1 to 39999 were allowed");
});
