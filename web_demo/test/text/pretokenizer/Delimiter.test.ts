import { expect, it } from "vitest";
import { Literal } from "../../../src/text/pattern/Pattern";
import { cutAt, type Delimiter } from "../../../src/text/pretokenizer/Delimiter";
import { Metaspace } from "../../../src/text/pretokenizer/Metaspace";

/** The example of tokenizers, normalizer.rs, SplitDelimiterBehavior. */
function cut(delimiter: Delimiter, inverted = false): string[] {
  const whole = { text: "the-final--countdown", begins: true };
  return cutAt(whole, new Literal("-"), delimiter, inverted).map(({ text }) => text);
}

it("does with a delimiter what is asked", () => {
  expect(cut("Removed")).toEqual(["the", "final", "countdown"]);
  expect(cut("Isolated")).toEqual(["the", "-", "final", "-", "-", "countdown"]);
  expect(cut("MergedWithPrevious")).toEqual(["the-", "final-", "-", "countdown"]);
  expect(cut("MergedWithNext")).toEqual(["the", "-final", "-", "-countdown"]);
  expect(cut("Contiguous")).toEqual(["the", "-", "final", "--", "countdown"]);
  expect(cut("Removed", true)).toEqual(["-", "-", "-"]);
});

it("has only the first piece at the beginning", () => {
  const begins = (text: string): boolean[] =>
    cutAt({ text, begins: true }, new Literal("-"), "Removed").map((piece) => piece.begins);
  expect(begins("a-b")).toEqual([true, false]);
  expect(begins("-b")).toEqual([false]);
});

it("marks the beginning of the text and no other where Metaspace is to mark the first", () => {
  const first = new Metaspace(0x2581, "first", true);
  const cutBy = (begins: boolean): string[] =>
    first.cut({ text: "a b", begins }).map(({ text }) => text);
  expect(cutBy(true)).toEqual(["▁a", "▁b"]);
  expect(cutBy(false)).toEqual(["a", "▁b"]);
});
