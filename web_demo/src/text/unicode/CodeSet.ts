/** A range of code points, its last one included. */
export type CodeRange = readonly [first: number, last: number];

/** Code points that are looked up in one step: the alphabets up to Greek and Cyrillic. */
const LOW = 0x530;
const LAST = 0x10ffff;
const RADIX = 36;
const [MINUS, DOT, ZERO, SMALL_A, TEN] = [0x2d, 0x2e, 0x30, 0x61, 10];

/** A set of code points, as ascending ranges: where each starts, and its last one. */
export class CodeSet {
  private readonly low = new Uint8Array(LOW);

  private constructor(
    private readonly starts: Int32Array,
    private readonly ends: Int32Array,
  ) {
    for (let at = 0; at < starts.length && starts[at]! < LOW; at++) {
      this.low.fill(1, starts[at], Math.min(ends[at]! + 1, LOW));
    }
  }

  has(code: number): boolean {
    return code < LOW ? this.low[code] === 1 : this.isFound(code);
  }

  get ranges(): CodeRange[] {
    return Array.from(this.starts, (first, at): CodeRange => [first, this.ends[at]!]);
  }

  /** Every other code point. */
  complement(): CodeSet {
    const from = [0, ...Array.from(this.ends, (last) => last + 1)];
    const to = [...Array.from(this.starts, (first) => first - 1), LAST];
    return CodeSet.of(
      from.map((first, at): CodeRange => [first, to[at]!]).filter(([a, b]) => a <= b),
    );
  }

  private isFound(code: number): boolean {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts[middle]! <= code) low = middle + 1;
      else high = middle;
    }
    return low > 0 && code <= this.ends[low - 1]!;
  }

  static of(ranges: Iterable<CodeRange>): CodeSet {
    const merged: [number, number][] = [];
    for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
      const before = merged.at(-1);
      if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else merged.push([first, last]);
    }
    return new CodeSet(
      Int32Array.from(merged, ([first]) => first),
      Int32Array.from(merged, ([, last]) => last),
    );
  }

  static ofCodes(...codes: number[]): CodeSet {
    return CodeSet.of(codes.map((code): CodeRange => [code, code]));
  }

  /** A table as tests/fixtures/unicode.py writes it: gaps and lengths of ranges, to base 36. */
  static read(table: string): CodeSet {
    const starts: number[] = [];
    const ends: number[] = [];
    let end = 0;
    for (const [gap, more = 0] of wordsOf(table)) {
      starts.push(end + gap!);
      end += gap! + more + 1;
      ends.push(end - 1);
    }
    return new CodeSet(Int32Array.from(starts), Int32Array.from(ends));
  }
}

/** The words of a table, each as its numbers, which stand to base 36 with dots between them. */
export function* wordsOf(table: string): Generator<number[]> {
  let numbers: number[] = [];
  let number = -1;
  let sign = 1;
  for (let at = 0; at <= table.length; at++) {
    const letter = table.charCodeAt(at);
    if (letter >= ZERO) {
      number = RADIX * Math.max(number, 0) + letter - (letter < SMALL_A ? ZERO : SMALL_A - TEN);
    } else if (letter === MINUS) {
      sign = -1;
    } else if (number >= 0) {
      numbers.push(sign * number);
      [number, sign] = [-1, 1];
      if (letter !== DOT) {
        yield numbers;
        numbers = [];
      }
    }
  }
}
