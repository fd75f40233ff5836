/** A range of code points, its last one included. */
export type CodeRange = readonly [first: number, last: number];

/** Code points that are looked up in one step: the alphabets up to Greek and Cyrillic. */
const LOW = 0x530;
const LAST = 0x10ffff;
const RADIX = 36;

/** A set of code points, as ascending ranges. */
export class CodeSet {
  private readonly low = new Uint8Array(LOW);
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  private constructor(readonly ranges: readonly CodeRange[]) {
    this.starts = Int32Array.from(ranges, ([first]) => first);
    this.ends = Int32Array.from(ranges, ([, last]) => last);
    for (const [first, last] of ranges) this.low.fill(1, first, Math.min(last + 1, LOW));
  }

  has(code: number): boolean {
    return code < LOW ? this.low[code] === 1 : this.isFound(code);
  }

  /** Every other code point. */
  complement(): CodeSet {
    const from = [0, ...this.ranges.map(([, last]) => last + 1)];
    const to = [...this.ranges.map(([first]) => first - 1), LAST];
    return CodeSet.of(
      from.map((first, at): CodeRange => [first, to[at] ?? LAST]).filter(([a, b]) => a <= b),
    );
  }

  private isFound(code: number): boolean {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] as number) <= code) low = middle + 1;
      else high = middle;
    }
    return low > 0 && code <= (this.ends[low - 1] as number);
  }

  static of(ranges: Iterable<CodeRange>): CodeSet {
    const merged: [number, number][] = [];
    for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
      const before = merged.at(-1);
      if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else merged.push([first, last]);
    }
    return new CodeSet(merged);
  }

  static ofCodes(...codes: number[]): CodeSet {
    return CodeSet.of(codes.map((code): CodeRange => [code, code]));
  }

  /** A table as tests/fixtures/unicode.py writes it: gaps and lengths of ranges, to base 36. */
  static read(table: string): CodeSet {
    return CodeSet.of(rangesOf(wordsOf(table)));
  }
}

/** The words of a table. */
export function wordsOf(table: string): string[] {
  return table.split(/[ \n]/).filter((word) => word !== "");
}

/** The words of a table of code points as ranges. */
export function rangesOf(words: readonly string[]): CodeRange[] {
  let end = 0;
  return words.map((word): CodeRange => {
    const [gap = 0, more = 0] = numbersOf(word);
    const first = end + gap;
    end = first + more + 1;
    return [first, end - 1];
  });
}

/** The numbers of a word. */
export function numbersOf(word: string): number[] {
  return word.split(".").map((digits) => Number.parseInt(digits, RADIX));
}
