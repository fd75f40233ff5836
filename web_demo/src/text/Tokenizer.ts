import type { Encoding, Room } from "./Encoding";

/** Text to the ids of a model and back, as tokenizer.json says. */
export interface Tokenizer {
  /** The ids of a text, special tokens included; never cut, never padded. */
  encode(text: string): number[];

  /** The same of a text, and of its `pair` where it has one, cut where there is no more `room`. */
  encodeIn(room: Room, text: string, pair: string | null): Encoding;

  /** What ids say; special tokens are left out. */
  decode(ids: Iterable<number>): string;
}
