import { expect, it } from "vitest";
import { type Choice, choices, type Direction, languageTag } from "../../src/run/Ways";
import { isKnown, isSameLanguage } from "../../src/text/sentence/LanguageCode";
import { recorded } from "../fixtures";

interface RecordedWay {
  readonly legs: number[];
  readonly source: string | null;
  readonly target: string | null;
  readonly through: string | null;
}

const file = recorded("pivot.json") as {
  known: { code: string | null; is: boolean }[];
  same: { one: string | null; other: string | null; is: boolean }[];
  sets: {
    name: string;
    translators: Direction[];
    choices: { way: RecordedWay; back: RecordedWay | null }[];
  }[];
};

it("knows codes that name one language where Python does", () => {
  for (const { code, is } of file.known) expect(isKnown(code), `${code}`).toBe(is);
  expect(file.same.length).toBeGreaterThan(100);
  for (const { one, other, is } of file.same) {
    expect(isSameLanguage(one, other), `${one} ${other}`).toBe(is);
    expect(isSameLanguage(other, one), `${other} ${one}`).toBe(is);
  }
});

it("finds the pairs and ways through a language that Python finds", () => {
  expect(file.sets.length).toBeGreaterThan(10);
  for (const { name, translators, choices: recordedChoices } of file.sets) {
    const expected = recordedChoices.map(
      ({ way: there, back }): Choice => ({
        way: way(there),
        back: back === null ? null : way(back),
      }),
    );
    expect(choices(translators.map(direction)), name).toEqual(expected);
  }
});

it("names a language that is known", () => {
  expect([languageTag("deu_Latn"), languageTag("?"), languageTag(null)]).toEqual([
    "de",
    null,
    null,
  ]);
});

function way({ legs, source, target, through }: RecordedWay): Choice["way"] {
  return { legs, direction: { source, target }, through };
}

function direction({ source, target }: Direction): Direction {
  return { source, target };
}
