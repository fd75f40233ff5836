import { expect, test } from "vitest";
import type { Json } from "../../src/json/Fields";
import { readSite } from "../../src/storage/Site";

const FILE = { path: "model.onnx/weights.bin", bytes: 1, sha256: "a".repeat(64) };

function site(change: { [name: string]: Json } = {}, file: { [name: string]: Json } = {}): Json {
  const bundle = { name: "en-pt", path: "bundles/en-pt/", files: [{ ...FILE, ...file }] };
  return { schema: 1, bundles: [bundle], run: { api: "api/" }, ...change };
}

test("a site is read", () => {
  expect(readSite(site())).toEqual({
    bundles: [{ name: "en-pt", path: "bundles/en-pt/", files: [FILE] }],
    run: { api: "api/" },
  });
  expect(readSite(site({ run: null })).run).toBeNull();
});

test.each<[Json, string]>([
  [site({ schema: 2 }), "site.json has schema 2; this page reads 1"],
  [site({ run: { api: "https://elsewhere.example/" } }), "leaves the page's folder"],
  [site({}, { path: "../secret" }), "leaves the page's folder"],
  [site({}, { path: "/secret" }), "leaves the page's folder"],
  [site({}, { path: "a/../../secret" }), "leaves the page's folder"],
  [site({}, { sha256: "short" }), "it is damaged"],
  [site({}, { bytes: -1 }), "it is damaged"],
])("what no site may say is refused: %j", (document, words) => {
  expect(() => readSite(document)).toThrow(words);
});
