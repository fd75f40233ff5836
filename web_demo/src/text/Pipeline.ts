import type { AddedTokens, Part } from "./AddedTokens";
import type { TokenDecoder } from "./decoder/TokenDecoder";
import type { Encoding, Room } from "./Encoding";
import type { SubwordModel } from "./model/SubwordModel";
import type { Normalizer } from "./normalizer/Normalizer";
import type { PostProcessor } from "./postprocessor/PostProcessor";
import type { PreTokenizer } from "./pretokenizer/PreTokenizer";
import type { Tokenizer } from "./Tokenizer";
import { withoutLoneSurrogates } from "./unicode/CodePoints";

/** What tokenizer.json names; null for what it has not. */
export interface Parts {
  readonly added: AddedTokens;
  readonly normalizer: Normalizer | null;
  readonly preTokenizer: PreTokenizer | null;
  readonly model: SubwordModel;
  readonly postProcessor: PostProcessor;
  readonly decoder: TokenDecoder | null;
}

/** The parts of tokenizer.json one after the other, as the Rust library `tokenizers` takes them. */
export class Pipeline implements Tokenizer {
  constructor(private readonly parts: Parts) {}

  encode(text: string): number[] {
    return this.parts.postProcessor.around(this.tokens(text), null).ids;
  }

  encodeIn(room: Room, text: string, pair: string | null): Encoding {
    const { postProcessor } = this.parts;
    const added = postProcessor.added(pair !== null);
    const tokens = this.tokens(text);
    if (pair === null) return postProcessor.around(room.cut(tokens, added), null);
    const [first, second] = room.cutPair(tokens, this.tokens(pair), added);
    return postProcessor.around(first, second);
  }

  decode(ids: Iterable<number>): string {
    const { added, model, decoder } = this.parts;
    const tokens: string[] = [];
    for (const id of ids) {
      const token = added.token(id) ?? model.token(id);
      if (token !== undefined && !added.isSpecial(token)) tokens.push(token);
    }
    return decoder?.(tokens).join("") ?? tokens.join(" ");
  }

  /** The tokens of a text, before special ones stand around them. */
  private tokens(text: string): number[] {
    const found: number[] = [];
    for (const part of this.parts.added.plain.split(withoutLoneSurrogates(text))) {
      if (part.id !== null) found.push(part.id);
      else this.addNormalized(part, found);
    }
    return found;
  }

  private addNormalized(raw: Part, found: number[]): void {
    const { added, normalizer, preTokenizer, model } = this.parts;
    const text = normalizer?.normalize(raw.text) ?? raw.text;
    for (const part of added.normalized.split(text)) {
      if (part.id !== null) {
        found.push(part.id);
        continue;
      }
      const whole = { text: part.text, begins: raw.start + part.start === 0 };
      for (const piece of preTokenizer?.cut(whole) ?? [whole])
        for (const id of model.ids(piece.text)) found.push(id);
    }
  }
}
