import { isSpaceAt } from "../unicode/CodePoints";

const PLAIN = '"';
const PAIRS: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["（", "）"],
  [PLAIN, PLAIN],
  ["“", "”"],
  ["„", "“"],
  ["«", "»"],
  ["‹", "›"],
  ["「", "」"],
  ["『", "』"],
]);
const CLOSERS: ReadonlySet<string> = new Set(PAIRS.values());
const CLOSING = "\"'”’)]}»›」』）";

interface Enclosure {
  readonly first: number;
  readonly last: number;
}

/** Quotes and brackets of a line that open and close again: what stands in them does not end its sentence. */
export class Enclosures {
  private readonly all: readonly Enclosure[];
  private readonly ends: ReadonlySet<number>;

  constructor(private readonly text: string) {
    this.all = found(text);
    this.ends = new Set(this.all.map(({ last }) => last));
  }

  /** Whether a place stands inside one, and goes on there. */
  hold(place: number): boolean {
    return this.all.some(
      // Where between the place and the closing sign is nothing, both end together.
      ({ first, last }) => place > first && place < last && this.closedAfter(place) <= last,
    );
  }

  /** The place after the quotes and brackets that close at `place`. */
  closedAfter(place: number): number {
    const { text } = this;
    let at = place;
    while (at < text.length && (CLOSING.includes(text.charAt(at)) || this.ends.has(at))) at++;
    return at;
  }
}

function found(text: string): Enclosure[] {
  const all: Enclosure[] = [];
  const open: { readonly closing: string; readonly at: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    const matching = CLOSERS.has(sign) ? open.findLastIndex(({ closing }) => closing === sign) : -1;
    const begun = open[matching];
    if (begun !== undefined && (sign !== PLAIN || !opens(text, at))) {
      all.push({ first: begun.at, last: at });
      open.length = matching;
    } else {
      const closing = sign !== PLAIN || opens(text, at) ? PAIRS.get(sign) : undefined;
      if (closing !== undefined) open.push({ closing, at });
    }
  }
  return all;
}

/** A straight quote opens where a word begins. */
function opens(text: string, at: number): boolean {
  const follows = at > 0 && !isSpaceAt(text, at - 1) && !PAIRS.has(text.charAt(at - 1));
  return !follows && at + 1 < text.length && !isSpaceAt(text, at + 1);
}
