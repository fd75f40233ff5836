import { PatternClasses } from "../unicode/Categories";
import { type CodeRange, CodeSet } from "../unicode/CodeSet";
import type { PatternSource } from "./PatternSource";

const SHORT: readonly (readonly [string, () => CodeSet])[] = [
  ["\\s", () => PatternClasses.space()],
  ["\\S", () => PatternClasses.space().complement()],
  ["\\d", () => PatternClasses.digit()],
  ["\\D", () => PatternClasses.digit().complement()],
  ["\\w", () => PatternClasses.word()],
  ["\\W", () => PatternClasses.word().complement()],
];
const PROPERTY = /\\([pP])\{(\^?)(\w+)\}/y;
const HEX = [/x\{([0-9A-Fa-f]{1,6})\}/y, /x([0-9A-Fa-f]{2})/y, /u([0-9A-Fa-f]{4})/y];
const CONTROLS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  v: "\v",
  a: "\u0007",
  e: "\u001b",
};

/** Reads what stands for one character: `[a-z\s]`, `\p{L}`, `\x{2581}`. */
export class ClassParser {
  constructor(private readonly source: PatternSource) {}

  bracketed(): CodeSet {
    const { source } = this;
    source.take("[");
    const isNegated = source.take("^");
    const found: CodeRange[] = [];
    for (let isFirst = true; isFirst || !source.take("]"); isFirst = false) {
      if (source.sees("[:") || source.sees("&&")) source.refuse(`${source.next(2)} in a class`);
      found.push(...(source.sees("[") ? this.bracketed() : this.ranged()).ranges);
    }
    return isNegated ? CodeSet.of(found).complement() : CodeSet.of(found);
  }

  /** What begins with a backslash. */
  escaped(): CodeSet {
    return this.named() ?? CodeSet.ofCodes(this.code());
  }

  private ranged(): CodeSet {
    const { source } = this;
    const named = this.named();
    if (named !== undefined) return named;
    const first = this.code();
    if (!source.sees("-") || source.sees("-]")) return CodeSet.ofCodes(first);
    source.take("-");
    if (source.sees("[")) source.refuse("a range up to a class");
    const last = this.code();
    if (last < first) source.refuse("a range that goes backwards");
    return CodeSet.of([[first, last]]);
  }

  private named(): CodeSet | undefined {
    const short = SHORT.find(([name]) => this.source.take(name));
    if (short !== undefined) return short[1]();
    const long = this.source.takeMatch(PROPERTY);
    if (long === null) return undefined;
    const [whole, letter, caret, name = ""] = long;
    const codes = PatternClasses.byName.get(name)?.() ?? this.source.refuse(`the class ${whole}`);
    return (letter === "P") !== (caret !== "") ? codes.complement() : codes;
  }

  /** One code point, as it is or escaped. */
  private code(): number {
    const { source } = this;
    if (!source.take("\\")) return source.code();
    for (const digits of HEX) {
      const found = source.takeMatch(digits)?.[1];
      if (found !== undefined) return Number.parseInt(found, 16);
    }
    const escaped = source.code();
    const letter = String.fromCodePoint(escaped);
    const control = CONTROLS[letter];
    if (control !== undefined) return control.charCodeAt(0);
    if (/[\p{L}\p{Nd}]/u.test(letter)) source.refuse(`\\${letter}`);
    return escaped;
  }
}
