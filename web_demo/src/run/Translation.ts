import { type Handling, USUAL } from "../text/handling/Handling";
import { rejoined } from "../text/handling/Joining";
import { betweenThings, type Piece } from "../text/handling/LinePieces";
import { things } from "../text/handling/Things";
import type { Words } from "./Words";

/**
 * `tokens`: of all sentences, one after the other, each from its start token on. `cut`: how many of
 * them ended because there was no room for more tokens.
 */
export interface Translation {
  readonly text: string;
  readonly tokens: readonly number[];
  readonly cut: number;
}

/** Told after each piece: how many are said, of how many, and what they make up to now. */
export type Heard = (done: number, of: number, text: () => string) => void;

/** Ids to tokens, whoever searches. */
export type Search = (ids: readonly number[]) => Promise<readonly number[]>;

/** What says a text: `longest` is of one source, in tokens. `fills`: whether tokens ended for want of room. */
export interface Saying {
  readonly words: Words;
  readonly longest: number;
  readonly fills: (tokens: readonly number[]) => boolean;
  readonly search: Search;
  readonly handling?: Handling;
}

/** Tokens, and what they say. */
interface Found {
  readonly text: string;
  readonly tokens: readonly number[];
}

/** Says texts and pieces of them, as exporters/text/translation.py, and remembers the tokens of what it said. */
export class Speaker {
  readonly words: Words;
  private readonly handling: Handling;
  private readonly tokens: number[] = [];
  private cut = 0;

  constructor(private readonly saying: Saying) {
    this.words = saying.words;
    this.handling = saying.handling ?? USUAL;
  }

  /** A text of any length. */
  async whole(text: string, heard?: Heard): Promise<string> {
    const pieces = this.pieces(text);
    const said: string[] = [];
    for (const piece of pieces) {
      said.push(piece.text === "" ? "" : await this.said(piece.text));
      heard?.(said.length, pieces.length, () => this.joined(pieces.slice(0, said.length), said));
    }
    return this.joined(pieces, said);
  }

  /** What of a text is said one at a time. */
  pieces(text: string): Piece[] {
    return this.words.pieces(text, this.saying.longest, this.handling);
  }

  /** All that was said up to now, as the `text` that it makes. */
  spoken(text: string): Translation {
    return { text, tokens: this.tokens, cut: this.cut };
  }

  /** A piece; where things inside it did not come through, what stands between them alone. */
  async said(text: string): Promise<string> {
    const inner = this.handling.asIs ? [] : things(text);
    const found = await this.found(text);
    const isWhole = inner
      .map(({ start, end }) => text.slice(start, end))
      .every((thing) => count(found.text, thing) >= count(text, thing));
    if (isWhole) return this.kept(found);
    const parts = betweenThings(text);
    const said: string[] = [];
    for (const part of parts) said.push(part.text === "" ? "" : await this.part(part.text));
    return this.joined(parts, said);
  }

  private async part(text: string): Promise<string> {
    return this.words.scripts.areIn(text) ? this.kept(await this.found(text)) : text;
  }

  private async found(text: string): Promise<Found> {
    const tokens = await this.saying.search(this.words.ids(text, this.handling));
    return { text: this.words.text(tokens), tokens };
  }

  private kept({ text, tokens }: Found): string {
    this.tokens.push(...tokens);
    if (this.saying.fills(tokens)) this.cut++;
    return text;
  }

  private joined(pieces: readonly Piece[], said: readonly string[]): string {
    return rejoined(pieces, said, this.words.targetLanguage);
  }
}

/** How often `part` stands in `text`, each time behind the one before. */
function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
