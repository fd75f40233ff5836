import { Expression } from "../pattern/Pattern";
import { kept } from "../unicode/Kept";
import { ByteText, lossy, utf8 } from "../unicode/Utf8";
import { cutAt } from "./Delimiter";
import type { Piece, PreTokenizer } from "./PreTokenizer";

/** The pattern of GPT-2 (openai/gpt-2, src/encoder.py). */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const words = kept(() => new Expression(WORDS));

/** Bytes that are visible in Latin-1 stand for themselves, the others for letters from U+0100 on. */
const LETTERS: readonly string[] = letters();
const BYTES: ReadonlyMap<string, number> = new Map(LETTERS.map((letter, byte) => [letter, byte]));

function letters(): string[] {
  let next = 0x100;
  return Array.from({ length: 0x100 }, (_, byte) =>
    String.fromCharCode(isVisible(byte) ? byte : next++),
  );
}

function isVisible(byte: number): boolean {
  return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
}

/** Writes each byte of UTF-8 as a letter, as GPT-2 did, so that no text is unknown. */
export class ByteLevel implements PreTokenizer {
  readonly asksForBeginning = false;

  constructor(
    private readonly prependsSpace: boolean,
    private readonly splits: boolean,
  ) {}

  cut({ text: raw, begins }: Piece): Piece[] {
    const text = this.prependsSpace && !raw.startsWith(" ") ? ` ${raw}` : raw;
    const whole = { text, begins };
    const cut = this.splits ? cutAt(whole, words(), "Isolated") : [whole];
    return cut.map((word) => ({ text: written(word.text), begins: word.begins }));
  }

  /** The way back, all at once, as one character may be spread over several tokens. */
  decode(tokens: readonly string[]): string[] {
    const bytes = new ByteText();
    for (const token of tokens) {
      const spelled = Array.from(token, (letter) => BYTES.get(letter));
      if (spelled.every((byte) => byte !== undefined)) bytes.add(...spelled);
      else bytes.addText(token);
    }
    return [lossy(bytes.bytes())];
  }
}

function written(text: string): string {
  let made = "";
  for (const byte of utf8(text)) made += LETTERS[byte];
  return made;
}
