import { expect, it } from "vitest";
import { Speaker, type Translation } from "../../src/run/Translation";
import { Words } from "../../src/run/Words";
import { Scripts } from "../../src/text/handling/Scripts";
import { things } from "../../src/text/handling/Things";
import { sentences } from "../../src/text/Sentences";
import { codeCount } from "../../src/text/unicode/CodePoints";
import { recorded } from "../fixtures";
import { characters, fills, toy } from "./Characters";

interface Case {
  readonly text: string;
  readonly source: string | null;
  readonly target: string | null;
  readonly scripts: readonly string[];
  readonly as_is: boolean;
  readonly join_lines: boolean;
  readonly asked: readonly string[];
  readonly translation: string;
  readonly cut: number;
}

interface Searched {
  readonly text: string;
  readonly things: readonly (readonly number[])[];
  readonly latin: string;
  readonly chinese: string;
  readonly thai: string;
}

const file = recorded("handling.json") as {
  longest: number;
  room: number;
  cases: Case[];
  strings: Searched[];
};

/** What is sent to a translator of a text, and what comes of it, as Python does it. */
function speaker(given: Case, asked: string[]): Speaker {
  const words = new Words(
    characters,
    characters,
    {
      prefix: "",
      sourceLanguage: given.source,
      targetLanguage: given.target,
      unknown: null,
      sourceScripts: given.scripts,
    },
    sentences,
  );
  return new Speaker({
    words,
    longest: file.longest,
    fills: fills(file.room),
    handling: { asIs: given.as_is, joinLines: given.join_lines },
    search: async (ids) => {
      asked.push(words.text(ids));
      return toy(ids, file.room);
    },
  });
}

async function translated(given: Case, asked: string[]): Promise<Translation> {
  const made = speaker(given, asked);
  return made.spoken(await made.whole(given.text));
}

it("handles texts as Python handles them", async () => {
  expect(file.cases.length).toBeGreaterThan(100);
  for (const given of file.cases) {
    const asked: string[] = [];
    const found = await translated(given, asked);
    expect(asked, JSON.stringify(given)).toEqual(given.asked);
    expect(found.text, JSON.stringify(given)).toBe(given.translation);
    expect(found.cut, JSON.stringify(given)).toBe(given.cut);
  }
  expect(file.cases.some(({ cut }) => cut > 0)).toBe(true);
});

it("tells how far it is, and what was said up to then", async () => {
  const given = file.cases[0];
  if (given === undefined) throw new Error("there are no cases");
  const heard: [number, number, string][] = [];
  const own = speaker({ ...given, scripts: [] }, []);
  const said = await own.whole("Eins. Zwei.", (done, of, text) => heard.push([done, of, text()]));
  expect(heard).toEqual([
    [1, 2, "[Eins.] "],
    [2, 2, "[Eins.] [Zwei.]"],
  ]);
  expect(said).toBe("[Eins.] [Zwei.]");
});

it("finds things where Python finds them", () => {
  for (const { text, things: expected } of file.strings) {
    const found = things(text).map(({ start, end }) =>
      [start, end].map((at) => codeCount(text.slice(0, at))),
    );
    expect(found, text).toEqual(expected);
  }
});

it.each([
  ["latin", "Latn"],
  ["chinese", "Hani"],
  ["thai", "Thai"],
] as const)("folds letters as Python folds them: %s", (name, script) => {
  const own = new Scripts([script]);
  for (const searched of file.strings) expect(own.folded(searched.text)).toBe(searched[name]);
});
