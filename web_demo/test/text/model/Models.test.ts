import { expect, it } from "vitest";
import { Refused } from "../../../src/Refused";
import { Bpe, type BpeOptions } from "../../../src/text/model/Bpe";
import { Heap } from "../../../src/text/model/Heap";
import { Merges } from "../../../src/text/model/Merges";
import { Prefixes } from "../../../src/text/model/Prefixes";
import { Remembering, Vocabulary } from "../../../src/text/model/SubwordModel";
import { Unigram } from "../../../src/text/model/Unigram";
import { WordPiece } from "../../../src/text/model/WordPiece";

function vocabulary(...tokens: string[]): Vocabulary {
  const made = new Vocabulary();
  for (const [id, token] of tokens.entries()) made.add(token, id);
  return made;
}

it("takes the longest beginning, and one unknown for the whole word", () => {
  const model = new WordPiece(vocabulary("[UNK]", "un", "##a", "##aff", "##able"), {
    unknown: "[UNK]",
    prefix: "##",
    mostCharacters: 9,
  });
  expect(model.ids("unaffable")).toEqual([1, 3, 4]);
  expect(model.ids("unx")).toEqual([0]);
  expect(model.ids("unaffablea")).toEqual([0]);
});

it("takes the likeliest way, and unknown characters as one", () => {
  const tokens = vocabulary("<unk>", "a", "b", "ab", "abc", "c");
  const scores = Float64Array.of(0, -1, -1, -1.5, -4, -1);
  const model = new Unigram(tokens, scores, { unknown: 0, fallsBackToBytes: false });
  expect(model.ids("abc")).toEqual([3, 5]);
  expect(model.ids("abxyza")).toEqual([3, 0, 1]);
  expect(model.ids("abc".repeat(100))).toEqual(Array(100).fill([3, 5]).flat());
  const none = new Unigram(tokens, new Float64Array(6), {
    unknown: undefined,
    fallsBackToBytes: false,
  });
  expect(() => none.ids("x")).toThrow(Refused);
});

const OPTIONS: BpeOptions = {
  unknown: null,
  prefix: "",
  suffix: "",
  fusesUnknown: false,
  fallsBackToBytes: false,
  ignoresMerges: false,
};

it("merges the pair that was learned first, wherever it stands", () => {
  const merges = new Merges([
    { left: 1, right: 2, made: 4 },
    { left: 0, right: 1, made: 3 },
    { left: 0, right: 4, made: 5 },
  ]);
  const model = new Bpe(vocabulary("a", "b", "c", "ab", "bc", "abc"), merges, OPTIONS);
  expect(model.ids("abcab")).toEqual([5, 3]);
  expect(model.ids("xax")).toEqual([0]);
});

it("fuses unknown characters where that is asked, and spells them in bytes where there are such", () => {
  const tokens = vocabulary("<unk>", "a", "<0xC3>", "<0xA9>");
  const ids = (fusesUnknown: boolean, fallsBackToBytes: boolean): readonly number[] =>
    new Bpe(tokens, new Merges([]), {
      ...OPTIONS,
      unknown: "<unk>",
      fusesUnknown,
      fallsBackToBytes,
    }).ids("axyé");
  expect(ids(false, false)).toEqual([1, 0, 0, 0]);
  expect(ids(true, false)).toEqual([1, 0]);
  expect(ids(true, true)).toEqual([1, 2, 3, 0]);
});

it("gives of numbers the least first", () => {
  const heap = new Heap();
  const numbers = Array.from({ length: 500 }, (_, at) => (at * 7919) % 503);
  for (const number of numbers) heap.push(number);
  const found = numbers.map(() => heap.pop());
  expect(found).toEqual([...numbers].sort((a, b) => a - b));
  expect(heap.pop()).toBeUndefined();
});

it("finds tokens by their letters, however many there are", () => {
  const tokens = Array.from({ length: 3000 }, (_, id) => `t${id.toString(7)}`);
  const prefixes = new Prefixes();
  for (const [id, token] of tokens.entries()) prefixes.add(token, id);
  prefixes.add("t0", 9);
  expect(tokens.slice(1).map((token) => prefixes.id(token))).toEqual(
    tokens.slice(1).map((_, at) => at + 1),
  );
  expect([prefixes.id("t0"), prefixes.id("t"), prefixes.id(""), prefixes.id("u")]).toEqual([
    9,
    undefined,
    undefined,
    undefined,
  ]);
});

it("cuts what was cut once no second time", () => {
  let asked = 0;
  const model = new Remembering({
    ids: (piece) => {
      asked++;
      return [piece.length];
    },
    id: () => undefined,
    token: () => undefined,
  });
  expect([model.ids("ab"), model.ids("ab"), model.ids("c")]).toEqual([[2], [2], [1]]);
  expect(asked).toBe(2);
});
