import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { de } from "../../../src/page/words/de";
import { en, type Phrase } from "../../../src/page/words/en";
import { fill } from "../../../src/page/words/Fill";
import { languageOf, Speaker } from "../../../src/page/words/Language";

/** What the page says otherwise than the Android app, and why. */
const OTHERWISE: Partial<Record<Phrase, string>> = {
  no_translator: "models come by mobilec serve, and not by adb",
  no_classifier: "as no_translator",
  preparing: "what is fetched is told with its bytes",
  advice_engines: "a page is not built with engines: another browser has others",
  advice_library: "there are two engines on every page",
};

function android(folder: string): Map<string, string> {
  const path = `../android_demo/app/src/main/res/${folder}/strings.xml`;
  const text = readFileSync(path, "utf8");
  const entity: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  const plain = (words: string) =>
    words
      .replace(/&(\w+);/g, (_, name: string) => entity[name] ?? "?")
      .replace(/%(\d)\$d/g, "%$1$$s")
      .replaceAll("\\n", "\n")
      .replaceAll("\\'", "'");
  const found = new Map<string, string>();
  for (const [, name = "", words = ""] of text.matchAll(/<string name="(\w+)">([^<]*)</g)) {
    found.set(name, plain(words));
  }
  for (const [, kind = "", words = ""] of text.matchAll(/<item quantity="(\w+)">([^<]*)</g)) {
    found.set(`threads_${kind}`, plain(words));
  }
  return found;
}

test.each([
  ["values", en],
  ["values-de", de],
] as const)("what the Android app says too is said in its words: %s", (folder, catalogue) => {
  const theirs = android(folder);
  const shared = Object.entries(catalogue).filter(([key]) => theirs.has(key));
  expect(shared.length).toBeGreaterThan(60);
  const other = shared.filter(([key, words]) => theirs.get(key) !== words).map(([key]) => key);
  expect(other.sort()).toEqual(Object.keys(OTHERWISE).sort());
});

test("both languages have the same places in each text", () => {
  const places = (text: string) => [...text.matchAll(/%(%|\d\$s)/g)].map(([place]) => place).sort();
  for (const key of Object.keys(en) as Phrase[])
    expect(places(de[key]), key).toEqual(places(en[key]));
});

test("places are filled in their order, and one without a value stays", () => {
  expect(fill("%2$s of %1$s, 50 %%, %3$s", ["a", 2])).toBe("2 of a, 50 %, %3$s");
});

test.each([
  [["de-AT", "en"], "de"],
  [["fr", "de"], "de"],
  [["", "en-US"], "en"],
  [["fr"], "en"],
  [[], "en"],
] as const)("the page speaks the first language that it knows: %j", (wanted, language) => {
  expect(languageOf(wanted)).toBe(language);
});

test("numbers have about three digits, in the form of the language", () => {
  const [english, german] = [new Speaker("en"), new Speaker("de")];
  expect([0, 4.567, 31.42, 3142.4].map((value) => english.short(value))).toEqual([
    "0",
    "4.57",
    "31.4",
    "3,142",
  ]);
  expect(german.short(4.567)).toBe("4,57");
  expect(german.threads(1)).toBe("1 Thread");
  expect(english.threads(2)).toBe("2 threads");
  expect(german.languageName("pt")).toBe("Portugiesisch");
  expect(english.languageName("not a tag")).toBe("not a tag");
});
