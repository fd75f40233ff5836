import type { Fields } from "../json/Fields";
import { Refused } from "../Refused";
import type { SubwordModel } from "./model/SubwordModel";
import type { Normalizer } from "./normalizer/Normalizer";
import { Categories } from "./unicode/Categories";
import { codeAt, codeBefore } from "./unicode/CodePoints";

/** A token that is found in a text before it is cut up, with the conditions of tokenizer.json. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly isSingleWord: boolean;
  readonly takesSpacesBefore: boolean;
  readonly takesSpacesAfter: boolean;
  readonly isNormalized: boolean;
  readonly isSpecial: boolean;
}

export function readAddedToken(fields: Fields, model: SubwordModel): AddedToken {
  const read: AddedToken = {
    id: fields.int("id"),
    content: fields.text("content"),
    isSingleWord: fields.boolean("single_word"),
    takesSpacesBefore: fields.boolean("lstrip"),
    takesSpacesAfter: fields.boolean("rstrip"),
    isNormalized: fields.boolean("normalized"),
    isSpecial: fields.boolean("special"),
  };
  const known = model.id(read.content) ?? read.id;
  if (known !== read.id || read.content === "") {
    throw new Refused(
      `${fields.where} gives "${read.content}" the id ${read.id}, and the vocabulary gives it ${known}`,
    );
  }
  return read;
}

/** A part of a text, and the id of the token that it is; null where it is none. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly id: number | null;
}

/** The added tokens of a tokenizer (added_vocabulary.rs): found in the text as it is, or in the normalized text. */
export class AddedTokens {
  private readonly written: ReadonlyMap<number, string>;
  private readonly special: ReadonlySet<string>;

  /** Those that are looked for before the text is normalized, and after. */
  readonly plain: TokenSearch;
  readonly normalized: TokenSearch;

  constructor(tokens: readonly AddedToken[], normalizer: Normalizer | null) {
    const written = (token: AddedToken): string =>
      token.isNormalized && normalizer !== null
        ? normalizer.normalize(token.content)
        : token.content;
    this.written = new Map(tokens.map((token) => [token.id, written(token)]));
    this.special = new Set(tokens.filter((token) => token.isSpecial).map((token) => token.content));
    const wanted = (isNormalized: boolean): Wanted[] =>
      tokens
        .filter((token) => token.isNormalized === isNormalized)
        .map((token) => ({ token, written: this.written.get(token.id) ?? "" }));
    this.plain = new TokenSearch(wanted(false));
    this.normalized = new TokenSearch(wanted(true));
  }

  /** How a token of this id is read by decoders; undefined if it is none of these. */
  token(id: number): string | undefined {
    return this.written.get(id);
  }

  isSpecial(token: string): boolean {
    return this.special.has(token);
  }
}

interface Wanted {
  readonly token: AddedToken;
  readonly written: string;
}

/** Looks for tokens by what they are written as: the leftmost, and of several there the longest. */
class TokenSearch {
  private readonly byFirst = new Map<number, Wanted[]>();

  constructor(tokens: readonly Wanted[]) {
    const found = tokens
      .filter(({ written }) => written !== "")
      .sort((a, b) => b.written.length - a.written.length);
    for (const one of found) {
      const first = one.written.charCodeAt(0);
      const alike = this.byFirst.get(first);
      if (alike === undefined) this.byFirst.set(first, [one]);
      else alike.push(one);
    }
  }

  /** The parts of `text` in order; none is empty. */
  split(text: string): Part[] {
    const parts: Part[] = [];
    let covered = 0;
    let at = 0;
    while (at < text.length) {
      const found = this.find(text, at);
      const end = found === undefined ? at + 1 : at + found.written.length;
      if (found !== undefined && (!found.token.isSingleWord || standsAlone(text, at, end))) {
        const { id, takesSpacesBefore, takesSpacesAfter } = found.token;
        const first = takesSpacesBefore ? Math.max(spacesBefore(text, at), covered) : at;
        const last = takesSpacesAfter ? spacesAfter(text, end) : end;
        if (covered < first)
          parts.push({ text: text.slice(covered, first), start: covered, id: null });
        parts.push({ text: text.slice(first, last), start: first, id });
        covered = last;
      }
      at = end;
    }
    if (covered < text.length) parts.push({ text: text.slice(covered), start: covered, id: null });
    return parts;
  }

  private find(text: string, at: number): Wanted | undefined {
    return this.byFirst
      .get(text.charCodeAt(at))
      ?.find(({ written }) => text.startsWith(written, at));
  }
}

function standsAlone(text: string, start: number, end: number): boolean {
  const word = Categories.word();
  return (
    !(start > 0 && word.has(codeBefore(text, start))) &&
    !(end < text.length && word.has(codeAt(text, end)))
  );
}

function spacesBefore(text: string, end: number): number {
  let at = end;
  while (at > 0 && Categories.space().has(text.charCodeAt(at - 1))) at--;
  return at;
}

function spacesAfter(text: string, start: number): number {
  let at = start;
  while (at < text.length && Categories.space().has(text.charCodeAt(at))) at++;
  return at;
}
