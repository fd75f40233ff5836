import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../src/json/Fields";
import { manifestOf } from "../../src/manifest/ReadManifest";
import { refuseContradictions } from "../../src/manifest/Rules";
import { recorded } from "../fixtures";

interface Case {
  at: (string | number)[];
  value: Json;
  words: string;
}

const whole = recorded("manifests/schema-2.json") as Json;
const cases = recorded("manifests/hostile.json") as Case[];

function read(document: Json): void {
  refuseContradictions(manifestOf(document, "it"), "it");
}

/** The document with another value at a place. */
function changed(inner: Json, [key, ...rest]: (string | number)[], value: Json): Json {
  if (key === undefined) return value;
  if (Array.isArray(inner)) {
    return inner.map((old, at) => (at === key ? changed(old, rest, value) : old));
  }
  const old = inner as JsonObject;
  return { ...old, [key]: changed(old[key] as Json, rest, value) };
}

test("every contradiction is refused in the words of all languages", () => {
  expect(cases.length).toBeGreaterThan(50);
  for (const { at, value, words } of cases) {
    const document = changed(whole, at, value);
    expect(() => read(document), JSON.stringify([at, value])).toThrow(words);
  }
});

test("what contradicts nothing is read", () => read(whole));
