import { strict } from "../unicode/Utf8";

/** Tokens to the parts of a text; what the last decoder gives is joined without anything between. */
export type TokenDecoder = (tokens: readonly string[]) => string[];

export function chain(steps: readonly TokenDecoder[]): TokenDecoder {
  return (tokens) => steps.reduce((done, step) => step(done), [...tokens]);
}

export const fuse: TokenDecoder = (tokens) => [tokens.join("")];

/** A `suffix` ends a word. */
export function bpeDecoder(suffix: string): TokenDecoder {
  return (tokens) =>
    tokens.map((token, at) => token.replaceAll(suffix, at === tokens.length - 1 ? "" : " "));
}

const BYTE = /^<0x([0-9A-Fa-f]{2}|\+[0-9A-Fa-f])>$/;

/** Tokens like `<0x61>` that follow each other are the bytes of a text; bytes that are none become U+FFFD each. */
export const byteFallback: TokenDecoder = (tokens) => {
  const found: string[] = [];
  let bytes: number[] = [];
  for (const token of tokens) {
    const byte = BYTE.exec(token)?.[1];
    if (byte !== undefined) {
      bytes.push(Number.parseInt(byte, 16));
    } else {
      found.push(...textOf(bytes), token);
      bytes = [];
    }
  }
  return [...found, ...textOf(bytes)];
};

function textOf(bytes: readonly number[]): string[] {
  if (bytes.length === 0) return [];
  const text = strict(Uint8Array.from(bytes));
  return text !== null ? [text] : bytes.map(() => "\ufffd");
}

/** Up to `start` and `stop` times the same character at the ends of each token. */
export function strip(content: string, start: number, stop: number): TokenDecoder {
  return (tokens) =>
    tokens.map((token) => {
      const codes = [...token];
      let first = 0;
      while (first < Math.min(start, codes.length) && codes[first] === content) first++;
      let cut = 0;
      while (
        cut < Math.min(stop, codes.length - first) &&
        codes[codes.length - 1 - cut] === content
      )
        cut++;
      return codes.slice(first, codes.length - cut).join("");
    });
}

/** Spaces that English does not have (decoders/wordpiece.rs, cleanup), in this order. */
const CLEAN: readonly (readonly [string, string])[] = [
  [" .", "."],
  [" ?", "?"],
  [" !", "!"],
  [" ,", ","],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [" do not", " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
];

/** Tokens that begin with `prefix` go on with the word before. */
export function wordPieceDecoder(prefix: string, cleansUp: boolean): TokenDecoder {
  return (tokens) =>
    tokens.map((token, at) => {
      const joined =
        at === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      return cleansUp
        ? CLEAN.reduce((text, [from, to]) => text.replaceAll(from, to), joined)
        : joined;
    });
}
