import { type Handling, USUAL } from "../text/handling/Handling";
import type { Piece } from "../text/handling/LinePieces";
import { Scripts } from "../text/handling/Scripts";
import type { Tokenizer } from "../text/Tokenizer";
import { trimmed } from "../text/unicode/CodePoints";
import { Cutter } from "./Pieces";

/** What a manifest says of a translator's words. */
export interface WordsEntry {
  /** Stands before every source. */
  readonly prefix: string;
  readonly sourceLanguage: string | null;
  readonly targetLanguage: string | null;

  /** Ids from `first` on are pieces that the model has no row for; it reads `id` in their place. */
  readonly unknown: { readonly first: number; readonly id: number } | null;

  /** Codes of ISO 15924 of the scripts that it was made for, empty for any. */
  readonly sourceScripts: readonly string[];
}

/** Cuts a line of a language into sentences, which together are the line. */
export type Sentences = (line: string, language: string | null) => string[];

/**
 * The words of a translator: source text to ids, tokens back to target text. `source` and `target`
 * may be the same.
 */
export class Words {
  readonly scripts: Scripts;
  readonly targetLanguage: string | null;
  private readonly cutter: Cutter;

  /** A tokenizer that reads two texts alike, of which one is in disguise, folds letters itself. */
  private readonly folds: boolean;

  constructor(
    private readonly source: Tokenizer,
    private readonly target: Tokenizer,
    private readonly entry: WordsEntry,
    sentences: Sentences,
  ) {
    const language = entry.sourceLanguage;
    this.scripts = new Scripts(entry.sourceScripts);
    this.targetLanguage = entry.targetLanguage;
    this.cutter = new Cutter({
      language,
      scripts: this.scripts,
      sentences: (line) => sentences(line, language),
    });
    this.folds = source.encode("Ａﬁ").join() !== source.encode("Afi").join();
  }

  /** The ids of one sentence, special tokens included; never cut. `handling`: null for none. */
  ids(text: string, handling: Handling | null = null): number[] {
    const isFolded = this.folds && handling !== null && !handling.asIs;
    const said = isFolded ? this.scripts.folded(text) : text;
    const ids = this.source.encode(this.entry.prefix + said);
    const { unknown } = this.entry;
    return unknown === null ? ids : ids.map((id) => (id >= unknown.first ? unknown.id : id));
  }

  /** What is translated one at a time: no piece has more than `longest` ids. */
  pieces(text: string, longest: number, handling: Handling = USUAL): Piece[] {
    return this.cutter.pieces(
      text,
      handling,
      (piece) => this.ids(piece, handling).length <= longest,
    );
  }

  /** What a translation says; special tokens are left out, spaces at its ends too. */
  text(tokens: readonly number[]): string {
    return trimmed(this.target.decode(tokens));
  }
}
