import type { Tokenizer } from "../../src/text/Tokenizer";

/** A token a character, and an end. */
export const characters: Tokenizer = {
  encode: (text) => [...Array.from(text, (one) => one.codePointAt(0) ?? 0), 1],

  encodeIn() {
    throw new Error("a translator reads sentences whole");
  },

  decode(ids) {
    return String.fromCodePoint(...[...ids].filter((id) => id > 1));
  },
};

/**
 * "[" + text + "]" without "{" and what is beyond the first plane, in `room` tokens: as
 * tests/fixtures/handling.py.
 */
export function toy(ids: readonly number[], room: number): number[] {
  const kept = ids.filter((id) => id !== 1 && id !== code("{") && id < 0x10000);
  return [0, code("["), ...kept, code("]"), 1].slice(0, room);
}

export function code(sign: string): number {
  return sign.charCodeAt(0);
}

/** Whether tokens are as many as there is room for, and no end is among them. */
export function fills(room: number): (tokens: readonly number[]) => boolean {
  return (tokens) => tokens.length >= room && tokens.at(-1) !== 1;
}
