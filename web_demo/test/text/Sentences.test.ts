import { expect, it } from "vitest";
import { sentences } from "../../src/text/Sentences";
import { recorded } from "../fixtures";

interface Line {
  readonly language: string;
  readonly golden: boolean;
  readonly sentences: readonly string[];
}

/** A bracket of two sentences before another, an ellipsis before a capital, and "M." in French. */
const DIFFERENT = 3;

/** Against sentencex, by which Python finds sentences. */
const lines = recorded("sentences.json") as Line[];
const hard = lines.filter(({ golden }) => !golden);

function textOf(line: Line): string {
  return line.sentences.join("");
}

function isSame(line: Line, found: readonly string[]): boolean {
  return found.join("\n") === line.sentences.join("\n");
}

it("cuts goldens of bundles, alone and three in a row, as Python does", () => {
  const goldens = lines.filter(({ golden }) => golden);
  expect(goldens.length).toBeGreaterThan(100);
  for (const line of goldens) {
    expect(sentences(textOf(line), line.language)).toEqual(line.sentences);
  }
});

it("cuts at most three of the lines that need rules otherwise, and the platform more", () => {
  const own = hard.filter((line) => !isSame(line, sentences(textOf(line), line.language)));
  const platform = hard.filter((line) => {
    const cutter = new Intl.Segmenter(line.language, { granularity: "sentence" });
    return !isSame(
      line,
      Array.from(cutter.segment(textOf(line)), ({ segment }) => segment),
    );
  });
  expect(own.length).toBeLessThanOrEqual(DIFFERENT);
  expect(platform.length).toBeGreaterThan(DIFFERENT);
});

it("loses nothing", () => {
  for (const text of [...lines.map(textOf), "", " ", "...", "a. ", " A. B", "\u{1f600}. Ok"]) {
    for (const language of [null, "de"]) expect(sentences(text, language).join("")).toBe(text);
  }
});

it("knows a language by any form of its code", () => {
  const line = "Am 3. Mai kam z.B. Anna.";
  for (const code of ["de", "deu_Latn", "de_DE", "__de__", ">>deu<<"]) {
    expect(sentences(line, code)).toEqual([line]);
  }
  expect(sentences(line, null).length).toBeGreaterThan(1);
});
