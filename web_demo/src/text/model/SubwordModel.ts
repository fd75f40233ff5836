import { Refused } from "../../Refused";
import { utf8 } from "../unicode/Utf8";
import { Prefixes } from "./Prefixes";

/** Cuts one piece of text into tokens of its vocabulary. */
export interface SubwordModel {
  ids(piece: string): readonly number[];

  id(token: string): number | undefined;

  token(id: number): string | undefined;
}

/** Tokens by id and ids by token. */
export class Vocabulary {
  readonly prefixes: Prefixes;
  private readonly tokens: string[] = [];

  /** `tokens`: how many may come. */
  constructor(tokens = 0) {
    this.prefixes = new Prefixes(tokens);
  }

  /** A token that comes twice has its last id. */
  add(token: string, id: number): void {
    this.prefixes.add(token, id);
    this.tokens[id] = token;
  }

  /** One more than the largest id. */
  get size(): number {
    return this.tokens.length;
  }

  id(token: string): number | undefined {
    return this.prefixes.id(token);
  }

  token(id: number): string | undefined {
    return this.tokens[id];
  }

  /** The id for what the vocabulary does not have. */
  unknown(token: string): number {
    const id = this.id(token);
    if (id !== undefined) return id;
    throw new Refused(
      `the text has a part that the tokenizer does not know, and its vocabulary lacks ${token}, which should stand ` +
        "for it; export the bundle again with a tokenizer that is whole",
    );
  }
}

/** Pieces that are kept, and the longest that is. */
const CAPACITY = 10_000;
const LONGEST = 256;

/** Words come again, so what was cut once is kept. */
export class Remembering implements SubwordModel {
  private readonly known = new Map<string, readonly number[]>();

  constructor(private readonly model: SubwordModel) {}

  ids(piece: string): readonly number[] {
    const before = this.known.get(piece);
    if (before !== undefined) return before;
    const found = this.model.ids(piece);
    if (piece.length < LONGEST && this.known.size < CAPACITY) this.known.set(piece, found);
    return found;
  }

  id(token: string): number | undefined {
    return this.model.id(token);
  }

  token(id: number): string | undefined {
    return this.model.token(id);
  }
}

/** The tokens `<0x00>` to `<0xFF>` that stand for the bytes of characters without a token of their own. */
export class ByteTokens {
  private readonly ids: readonly (number | undefined)[];

  constructor(vocabulary: Vocabulary) {
    this.ids = Array.from({ length: 0x100 }, (_, byte) =>
      vocabulary.id(`<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`),
    );
  }

  /** Undefined unless every byte has one. */
  of(text: string): number[] | undefined {
    const found: number[] = [];
    for (const byte of utf8(text)) {
      const id = this.ids[byte];
      if (id === undefined) return undefined;
      found.push(id);
    }
    return found;
  }
}
