import { expect, it } from "vitest";
import { pivoted } from "../../src/run/Pivot";
import { Speaker } from "../../src/run/Translation";
import { Words } from "../../src/run/Words";
import { type Handling, USUAL } from "../../src/text/handling/Handling";
import { sentences } from "../../src/text/Sentences";
import { recorded } from "../fixtures";
import { characters, code, fills, toy } from "./Characters";

interface Leg {
  readonly source: string | null;
  readonly target: string | null;
  readonly scripts: readonly string[];
  readonly asked: readonly string[];
  readonly translation: string;
  readonly tokens: number;
  readonly cut: number;
}

interface Case {
  readonly text: string;
  readonly as_is: boolean;
  readonly join_lines: boolean;
  readonly legs: readonly Leg[];
}

const file = recorded("pivot.json") as { longest: number; room: number; texts: Case[] };

/** The toy, which says "." for ";". */
function speaker(leg: Leg, handling: Handling, asked: string[]): Speaker {
  const words = new Words(
    characters,
    characters,
    {
      prefix: "",
      sourceLanguage: leg.source,
      targetLanguage: leg.target,
      unknown: null,
      sourceScripts: leg.scripts,
    },
    sentences,
  );
  return new Speaker({
    words,
    longest: file.longest,
    fills: fills(file.room),
    handling,
    search: async (ids) => {
      asked.push(words.text(ids));
      return toy(ids, file.room).map((id) => (id === code(";") ? code(".") : id));
    },
  });
}

it("sends texts through both as Python sends them", async () => {
  expect(file.texts.length).toBeGreaterThan(20);
  for (const { text, as_is: asIs, join_lines: joinLines, legs } of file.texts) {
    const asked = legs.map((): string[] => []);
    const speakers = legs.map((leg, at) => speaker(leg, { asIs, joinLines }, asked[at] ?? []));
    const found = await pivoted(text, speakers);
    for (const [at, leg] of legs.entries()) {
      const said = found[at]?.translation;
      expect(asked[at], text).toEqual(leg.asked);
      expect(said?.text, text).toBe(leg.translation);
      expect(said?.tokens.length, text).toBe(leg.tokens);
      expect(said?.cut, text).toBe(leg.cut);
    }
  }
  expect(file.texts.some(({ legs }) => legs.some(({ cut }) => cut > 0))).toBe(true);
});

it("times each by itself, sentence by sentence", async () => {
  const legs = file.texts[0]?.legs ?? [];
  const asked: string[] = [];
  const heard: [number, number, string][] = [];
  let ticks = 0;
  const found = await pivoted(
    "Eins. Zwei.",
    legs.map((leg) => speaker(leg, USUAL, asked)),
    { clock: () => ticks++, heard: (done, of, said) => heard.push([done, of, said()]) },
  );
  expect(heard).toEqual([
    [1, 2, "[[Eins.]] "],
    [2, 2, "[[Eins.]] [[Zwei.]]"],
  ]);
  expect(asked).toEqual(["Eins.", "[Eins.]", "Zwei.", "[Zwei.]"]);
  expect(found.map(({ milliseconds }) => milliseconds)).toEqual([3, 2]);
});
