import { Literal, type Pattern } from "../pattern/Pattern";
import { CodeSet } from "../unicode/CodeSet";
import type { Normalizer } from "./Normalizer";

/** Puts `content` in the place of each match. */
export class Replace implements Normalizer {
  readonly keepsBeginning = false;

  /** The unit without which a text has no match; undefined where there is no such one. */
  readonly last: number | undefined;

  constructor(
    private readonly pattern: Pattern,
    private readonly content: string,
  ) {
    this.last =
      pattern instanceof Literal ? pattern.wanted.charCodeAt(pattern.wanted.length - 1) : undefined;
  }

  normalize(text: string): string {
    const { pattern, content } = this;
    if (text === "" || (pattern instanceof Literal && !text.includes(pattern.wanted))) return text;
    return pattern
      .spans(text)
      .map(({ start, end, matches }) => (matches ? content : text.slice(start, end)))
      .join("");
  }
}

/**
 * Replacements one after the other. Converted SentencePiece models have hundreds, most of them for
 * marks, and few texts have any: without the last letter of one of them a text stays as it is.
 */
export class Replacements implements Normalizer {
  readonly keepsBeginning = false;
  private lasts: CodeSet | undefined;

  constructor(private readonly steps: readonly Replace[]) {}

  normalize(text: string): string {
    this.lasts ??= CodeSet.ofCodes(...this.steps.map((step) => step.last ?? 0));
    for (let at = 0; at < text.length; at++) {
      if (this.lasts.has(text.charCodeAt(at)))
        return this.steps.reduce((done, step) => step.normalize(done), text);
    }
    return text;
  }
}
