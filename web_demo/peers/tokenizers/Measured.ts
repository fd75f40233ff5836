import { Tokenizer as Peer } from "@huggingface/tokenizers";
import type { Json } from "../../src/json/Fields";
import { tokenizerOf } from "../../src/text/Tokenizers";

/** A text with its ids, and what those say, as the Rust library has them; ids alone where `text` is null. */
export interface Line {
  readonly text: string | null;
  readonly ids: number[];
  readonly decoded: string;
}

/** What of a tokenizer is measured. */
interface Asked {
  encode(text: string): readonly number[];
  decode(ids: number[]): string;
}

/** Of each pass over all lines. */
interface Times {
  readonly encode_ms: readonly number[];
  readonly decode_ms: readonly number[];
}

interface Answered extends Times {
  readonly tokens: number;
  readonly texts: number;
  readonly other_ids: number;
  readonly lines: number;
  readonly other_texts: number;
}

export type Measured = Answered | { readonly refused: string };

const MAKERS: Readonly<Record<string, (json: Json) => Asked>> = {
  own: tokenizerOf,
  peer: (json) => {
    // Its types have no name for a document.
    const made = new Peer(json as object, {});
    return {
      encode: (text) => made.encode(text).ids,
      // It refuses a text of no ids.
      decode: (ids) => (ids.length ? made.decode(ids, { skip_special_tokens: true }) : ""),
    };
  },
};

/** Milliseconds from the text of tokenizer.json to the first ids, in a page that has done nothing before. */
export async function ready(maker: string, place: string): Promise<number> {
  const file = await (await fetch(`${place}/tokenizer.json`)).text();
  const start = performance.now();
  made(maker, file).encode("Hello.");
  return performance.now() - start;
}

function made(maker: string, file: string): Asked {
  return MAKERS[maker]!(JSON.parse(file) as Json);
}

/** One of both makers, in a page that has done nothing before. */
export async function measured(maker: string, place: string, passes: number): Promise<Measured> {
  const file = await (await fetch(`${place}/tokenizer.json`)).text();
  const written = await (await fetch(`${place}/lines.jsonl`)).text();
  const lines = written
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  let asked: Asked;
  try {
    asked = made(maker, file);
  } catch (refusal) {
    return { refused: String(refusal) };
  }
  const timed = Array.from({ length: passes }, () => pass(asked, lines));
  return {
    encode_ms: timed.map(({ encode }) => encode),
    decode_ms: timed.map(({ decode }) => decode),
    ...differences(asked, lines),
  };
}

/** Milliseconds of all texts to ids, and of all ids to texts. */
function pass(asked: Asked, lines: readonly Line[]): { encode: number; decode: number } {
  const start = performance.now();
  for (const { text } of lines) if (text !== null) asked.encode(text);
  const encoded = performance.now();
  for (const { ids } of lines) asked.decode(ids);
  return { encode: encoded - start, decode: performance.now() - encoded };
}

/** In how many lines a tokenizer says otherwise than the library in Rust. */
function differences(asked: Asked, lines: readonly Line[]): Omit<Answered, keyof Times> {
  const texts = lines.filter(({ text }) => text !== null);
  return {
    tokens: texts.reduce((sum, { ids }) => sum + ids.length, 0),
    texts: texts.length,
    other_ids: texts.filter(({ text, ids }) => asked.encode(text!).join() !== ids.join()).length,
    lines: lines.length,
    other_texts: lines.filter(({ ids, decoded }) => asked.decode(ids) !== decoded).length,
  };
}
