import { codeAt, unitsOf } from "../unicode/CodePoints";
import { automaton } from "./Automaton";
import { PatternParser } from "./PatternParser";

/** A part of a text that a pattern matches, or that stands between matches. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly matches: boolean;
}

/** What a text is searched for. */
export interface Pattern {
  /** Matches and what is between them, in order, covering `text`, which is not empty. */
  spans(text: string): Span[];
}

/**
 * A regular expression. The browser's own would read `\s` and `\p{L}` by its version of Unicode, which
 * is not that of the library, and differs between browsers.
 */
export class Expression implements Pattern {
  private readonly automaton: RegExp;

  constructor(pattern: string) {
    this.automaton = automaton(new PatternParser(pattern).parse());
  }

  /** Empty matches count, but not where another match ended (Oniguruma's find_iter). */
  spans(text: string): Span[] {
    const found = new Spans(text);
    let lastEnd = -1;
    let at = 0;
    while (at <= text.length) {
      this.automaton.lastIndex = at;
      const match = this.automaton.exec(text);
      if (match === null) break;
      const { index } = match;
      const end = index + match[0].length;
      const isMatch = end > index || index !== lastEnd;
      if (isMatch) {
        found.add(index, end);
        lastEnd = end;
      }
      at = end > index ? end : after(text, index);
    }
    return found.all();
  }
}

function after(text: string, at: number): number {
  return at < text.length ? at + unitsOf(codeAt(text, at)) : at + 1;
}

/** A text as it stands. */
export class Literal implements Pattern {
  constructor(readonly wanted: string) {}

  spans(text: string): Span[] {
    const found = new Spans(text);
    for (
      let at = text.indexOf(this.wanted);
      at >= 0;
      at = text.indexOf(this.wanted, at + this.wanted.length)
    ) {
      found.add(at, at + this.wanted.length);
    }
    return found.all();
  }
}

/** Each character that `takes` holds for, alone. */
export class EachCode implements Pattern {
  constructor(private readonly takes: (code: number) => boolean) {}

  spans(text: string): Span[] {
    const found = new Spans(text);
    let at = 0;
    while (at < text.length) {
      const code = codeAt(text, at);
      const next = at + unitsOf(code);
      if (this.takes(code)) found.add(at, next);
      at = next;
    }
    return found.all();
  }
}

/** Collects matches, and what stands between them. */
class Spans {
  private readonly found: Span[] = [];
  private covered = 0;

  constructor(private readonly text: string) {}

  add(start: number, end: number): void {
    if (this.covered < start) this.found.push({ start: this.covered, end: start, matches: false });
    this.found.push({ start, end, matches: true });
    this.covered = end;
  }

  all(): Span[] {
    const end = this.text.length;
    if (this.covered < end) this.found.push({ start: this.covered, end, matches: false });
    return this.found;
  }
}
