import { describe, expect, test } from "vitest";
import { CachedDecoder } from "../../src/decode/CachedDecoder";
import { search } from "../../src/decode/Search";
import type { StepModel } from "../../src/decode/StepModel";
import type { JsonObject } from "../../src/json/Fields";
import { checkedSettings, type GenerationSettings } from "../../src/manifest/GenerationSettings";
import { Refused } from "../../src/Refused";
import { caseOf, cases, document, states, Toy, table } from "./Toy";

const model = () => new CachedDecoder(new Toy(table), states);
const tokens = cases.map((each) => each.tokens);
const NUMBERS = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  "-inf": Number.NEGATIVE_INFINITY,
};

/** Settings that ask for nothing but some tokens. */
const PLAIN: GenerationSettings = {
  startId: 0,
  eosIds: [1],
  numBeams: 1,
  lengthPenalty: 1,
  earlyStopping: "when not better",
  minLength: 0,
  maxLength: 5,
  noRepeatNgram: 0,
  badWords: [],
  forcedBos: null,
  forcedEos: [],
  suppress: [],
  beginSuppress: [],
  renormalize: false,
  repetitionPenalty: 1,
  encoderRepetitionPenalty: 1,
  encoderNoRepeatNgram: 0,
  sequenceBias: [],
  decay: null,
  removeInvalid: false,
};

test("every search ends as Python's ends", async () => {
  const one = model();
  expect(cases.length).toBeGreaterThan(100);
  for (const [at, { settings, source, tokens }] of cases.entries()) {
    expect(await search(one, source, settings), `${at}: ${JSON.stringify(settings)}`).toEqual(
      tokens,
    );
  }
});

test("what is no number is refused where Python refuses it, in the same words", async () => {
  const broken = document.no_numbers as JsonObject[];
  expect(broken.length).toBe(72);
  for (const [at, entry] of broken.entries()) {
    const value = NUMBERS[entry.value as keyof typeof NUMBERS];
    const rows = table.map((row) => row.with(entry.word as number, value));
    const { settings, source, tokens } = caseOf(entry);
    const ended = search(new CachedDecoder(new Toy(rows), states), source, settings);
    const [found, said] = await ended.then(
      (all) => [all, ""],
      (refused: Refused) => [[], refused.message],
    );
    expect(said, `${at}`).toBe(entry.refused);
    expect(found, `${at}: ${JSON.stringify(settings)}`).toEqual(tokens);
  }
});

test("states whose hypotheses do not move are found out", async () => {
  const wrong: StepModel = Object.assign(model(), { reorder: () => {} });
  const found: number[][] = [];
  for (const each of cases) found.push(await search(wrong, each.source, each.settings));
  expect(found).not.toEqual(tokens);
});

describe("a constraint that is ignored is found out", () => {
  const ignoring: Partial<GenerationSettings>[] = [
    { noRepeatNgram: 0 },
    { repetitionPenalty: 1 },
    { encoderRepetitionPenalty: 1 },
    { encoderNoRepeatNgram: 0 },
    { sequenceBias: [] },
    { decay: null },
    { removeInvalid: false },
  ];
  test.each(ignoring)("%o", async (ignored) => {
    const one = model();
    const found: (number[] | null)[] = [];
    for (const { settings, source } of cases) {
      // Without it a score that is no number is refused.
      found.push(await search(one, source, { ...settings, ...ignored }).catch(() => null));
    }
    expect(found).not.toEqual(tokens);
  });
});

test("words of the source without a score are left aside", async () => {
  const comparing = { ...PLAIN, encoderRepetitionPenalty: 2, encoderNoRepeatNgram: 1 };
  const source = [table[0]!.length];
  expect(await search(model(), source, comparing)).toEqual(await search(model(), source, PLAIN));
});

test("padding behind a source changes nothing", async () => {
  const one = model();
  await one.encode([3, 4]);
  const alone = (await one.step([0], 0))[0]!.slice();
  await one.encode([3, 4, 8, 8], [1, 1, 0, 0]);
  expect((await one.step([0], 0))[0]).toEqual(alone);
});

test("what the program has no room for is refused before any work", async () => {
  const toy = new Toy(table);
  const one = new CachedDecoder(toy, states);
  const fits = { ...PLAIN, maxLength: states.capacity + 1 };
  const long = { ...fits, maxLength: states.capacity + 2 };
  await expect(search(one, [1], long)).rejects.toThrow("but this program has room for");
  const wide = { ...fits, numBeams: states.hypotheses + 1 };
  await expect(search(one, [1], wide)).rejects.toThrow("hypotheses a step; ask for fewer");
  await expect(search(one, [], fits)).rejects.toThrow("a source of no tokens");
  expect(toy.called).toEqual([]);
  await search(one, [1], fits);
});

test.each([
  [{ numBeams: 0 }, "the fewest are 1"],
  [{ maxLength: 1 }, "leaves no token"],
  [{ repetitionPenalty: 0 }, "a penalty of 0"],
  [{ encoderRepetitionPenalty: Number.NaN }, "a penalty of NaN"],
  [{ sequenceBias: [{ tokens: [], added: 1 }] }, "a bias names no token"],
])("settings that are none are refused: %o", (wrong, words) => {
  expect(() => checkedSettings({ ...PLAIN, ...wrong })).toThrow(Refused);
  expect(() => checkedSettings({ ...PLAIN, ...wrong })).toThrow(words);
});

test("a search is stopped between two steps", async () => {
  for (const numBeams of [1, 2]) {
    const toy = new Toy(table);
    const stop = new AbortController();
    const one: StepModel = new CachedDecoder(toy, states);
    const step = one.step.bind(one);
    one.step = (tokens, position) => {
      if (position === 1) stop.abort();
      return step(tokens, position);
    };
    const settings = { ...PLAIN, numBeams, minLength: 5 };
    await expect(search(one, [3, 4], settings, stop.signal)).rejects.toThrow("abort");
    expect(toy.called).toEqual(["encode", "decode", "decode"]);
  }
});
