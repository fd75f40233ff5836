import { codeCount } from "../unicode/CodePoints";
import { Prefixes } from "./Prefixes";
import type { SubwordModel, Vocabulary } from "./SubwordModel";

/** As in tokenizer.json. */
export interface WordPieceOptions {
  readonly unknown: string;
  readonly prefix: string;
  readonly mostCharacters: number;
}

/**
 * The longest token that a word begins with, then the longest of the rest, marked by a prefix; the
 * unknown one for a word that cannot be cut so, or has too many characters.
 */
export class WordPiece implements SubwordModel {
  /** Where tokens that go on with a word begin. */
  private readonly inner: number;

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly options: WordPieceOptions,
  ) {
    this.inner = vocabulary.prefixes.node(options.prefix);
  }

  ids(piece: string): readonly number[] {
    if (codeCount(piece) > this.options.mostCharacters)
      return [this.vocabulary.unknown(this.options.unknown)];
    const { prefixes } = this.vocabulary;
    const found: number[] = [];
    let start = 0;
    while (start < piece.length) {
      let [id, end] = [-1, start];
      let node = start === 0 ? Prefixes.ROOT : this.inner;
      for (let at = start; at < piece.length && node >= 0; at++) {
        node = prefixes.next(node, piece.charCodeAt(at));
        if (node >= 0 && prefixes.idAt(node) >= 0) [id, end] = [prefixes.idAt(node), at + 1];
      }
      if (end === start) return [this.vocabulary.unknown(this.options.unknown)];
      found.push(id);
      start = end;
    }
    return found;
  }

  id(token: string): number | undefined {
    return this.vocabulary.id(token);
  }

  token(id: number): string | undefined {
    return this.vocabulary.token(id);
  }
}

/** Whole words. */
export class WordLevel implements SubwordModel {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly unknown: string,
  ) {}

  ids(piece: string): readonly number[] {
    return [this.vocabulary.id(piece) ?? this.vocabulary.unknown(this.unknown)];
  }

  id(token: string): number | undefined {
    return this.vocabulary.id(token);
  }

  token(id: number): string | undefined {
    return this.vocabulary.token(id);
  }
}
