/** What a model reads of a text, or of a text and its pair: `ids`, and of each the `types` of its part, 0 or 1. */
export interface Encoding {
  readonly ids: number[];
  readonly types: number[];
}

/**
 * At most `longest` tokens, special ones included. What is too much goes from the end of a text, or from its beginning
 * where it `keepsEnd`.
 */
export class Room {
  constructor(
    readonly longest: number,
    private readonly keepsEnd = false,
  ) {}

  /** What stays of the tokens of a text where `added` special ones stand around it. */
  cut(tokens: number[], added: number): number[] {
    return this.part(tokens, Math.max(0, this.longest - added));
  }

  /**
   * What stays of the tokens of a text and of its pair: the longer one is cut first, until both are as long, then
   * both (`longest_first` of transformers; truncation.rs of tokenizers).
   */
  cutPair(first: number[], second: number[], added: number): [number[], number[]] {
    const room = Math.max(0, this.longest - added);
    if (first.length + second.length <= room) return [first, second];
    const shorter = Math.min(first.length, second.length, Math.floor(room / 2));
    const longer = room - shorter;
    return first.length > second.length
      ? [this.part(first, longer), this.part(second, shorter)]
      : [this.part(first, shorter), this.part(second, longer)];
  }

  private part(tokens: number[], count: number): number[] {
    if (tokens.length <= count) return tokens;
    return this.keepsEnd ? tokens.slice(tokens.length - count) : tokens.slice(0, count);
  }
}
