import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Refused } from "../../src/Refused";
import { Room } from "../../src/text/Encoding";
import type { Tokenizer } from "../../src/text/Tokenizer";
import { tokenizerOf } from "../../src/text/Tokenizers";
import { made } from "../fixtures";

interface Line {
  readonly text: string | null;
  readonly ids: number[];
  readonly decoded: string;
}

interface Cut {
  readonly text: string;
  readonly pair: string | null;
  readonly longest: number;
  readonly side: "left" | "right";
  readonly ids: number[];
  readonly types: number[];
}

const ROOT = made("tokenizers");
const NAMES = readdirSync(ROOT).filter((name) => statSync(join(ROOT, name)).isDirectory());

function content(name: string): string {
  return readFileSync(join(ROOT, name, "tokenizer.json"), "utf-8");
}

function lines<T>(name: string, file: string): T[] {
  const written = readFileSync(join(ROOT, name, file), "utf-8")
    .trimEnd()
    .split("\n");
  return written.map((line) => JSON.parse(line) as T);
}

function read(json: string): Tokenizer {
  return tokenizerOf(JSON.parse(json));
}

/** What a tokenizer does otherwise than the library; null where it does the same. */
function difference(tokenizer: Tokenizer, line: Line): string | null {
  const found = line.text === null ? line.ids : tokenizer.encode(line.text);
  const said = tokenizer.decode(line.ids);
  const isEqual = found.length === line.ids.length && found.every((id, at) => id === line.ids[at]);
  return isEqual && said === line.decoded ? null : JSON.stringify({ line, found, said });
}

/** Against Hugging Face's tokenizers, on the texts that tests/fixtures/tokenizers.py made. */
describe.each(NAMES)("%s", (name) => {
  const tokenizer = read(content(name));

  it("gives equal ids and equal text back", () => {
    const all = lines<Line>(name, "lines.jsonl");
    expect(all.length).toBeGreaterThanOrEqual(5000);
    const differences = all.flatMap((line) => difference(tokenizer, line) ?? []);
    expect(differences.slice(0, 1), `${differences.length} lines differ`).toEqual([]);
  });

  it("gives equal ids and types of texts and of pairs that are cut", () => {
    const all = lines<Cut>(name, "cuts.jsonl");
    expect(all.length).toBeGreaterThanOrEqual(300);
    for (const { text, pair, longest, side, ids, types } of all) {
      const room = new Room(longest, side === "left");
      expect(tokenizer.encodeIn(room, text, pair), JSON.stringify({ text, pair })).toEqual({
        ids,
        types,
      });
    }
  });
});

/** What has to show that the tests above bite. */
describe("another option gives other answers", () => {
  it.each([
    ["sentiment-en", '"lowercase":true', '"lowercase":false'],
    ["sentiment-en", '"cleanup":true', '"cleanup":false'],
    ["sentiment-en", '"handle_chinese_chars":true', '"handle_chinese_chars":false'],
    ["translate-en-de", '"NFC"', '"NFKC"'],
    ["translate-en-de", '"behavior":"Isolated"', '"behavior":"Removed"'],
    ["translate-en-de", '"byte_fallback":true', '"byte_fallback":false'],
    ["roberta", '"add_prefix_space":false', '"add_prefix_space":true'],
    ["roberta", '"lstrip":true', '"lstrip":false'],
    ["ended-words", '"Whitespace"', '"WhitespaceSplit"'],
    ["bert-of-old", '"single_word":true', '"single_word":false'],
  ])("%s with %s as %s", (name, from, to) => {
    const json = content(name).replaceAll(": ", ":");
    expect(json).toContain(from);
    const changed = read(json.replaceAll(from, to));
    const all = lines<Line>(name, "lines.jsonl");
    expect(all.some((line) => difference(changed, line) !== null)).toBe(true);
  });
});

describe("what this page does not have is refused by its name", () => {
  it.each([
    ['"BertNormalizer"', '"Transliterator"', "normalizer is a normalizer of type Transliterator"],
    ['"BertPreTokenizer"', '"UnicodeScripts"', "pre-tokenizer of type UnicodeScripts"],
    ['"type":"WordPiece","unk', '"type":"Syllables","unk', "model of type Syllables"],
    ['"type":"WordPiece","prefix', '"type":"CTC","prefix', "decoder of type CTC"],
    ['"TemplateProcessing"', '"PairProcessing"', "post-processor of type PairProcessing"],
    ['"lowercase":', '"uppercase":true,"lowercase":', "does not know: [uppercase]"],
    ['"truncation":null', '"truncation":{}', "truncation, which would cut texts"],
    ['"version":"1.0"', '"version":"2.0"', "version 2.0"],
    ['"[UNK]":1', '"[UNK]":-1', "is -1, and ids begin at 0"],
    ['"[UNK]":1', '"[UNK]":4294967296', "is 4294967296, which is too large"],
  ])("%s as %s", (from, to, message) => {
    const json = content("bert").replaceAll(": ", ":").replaceAll(", ", ",");
    expect(json).toContain(from);
    const changed = json.replace(from, to);
    expect(() => read(changed)).toThrow(Refused);
    expect(() => read(changed)).toThrow(message);
  });

  it.each([
    ['"dropout":null', '"dropout":0.1'],
    ['"merges":[[', '"merges":[["qqqq","q"],['],
    ['"prepend_scheme":"always"', '"prepend_scheme":"first"'],
  ])("%s as %s", (from, to) => {
    const json = content("nllb-of-hub").replaceAll(": ", ":");
    expect(json).toContain(from);
    expect(() => read(json.replace(from, to))).toThrow(Refused);
  });
});

it("reads what is no character of its own as the library reads U+FFFD", () => {
  const bert = read(content("bert"));
  expect(bert.encode("a\ud800b")).toEqual(bert.encode("a\ufffdb"));
});
