import { CodeSet } from "../unicode/CodeSet";
import { ClassParser } from "./ClassParser";
import { PatternSource } from "./PatternSource";
import { type Edge, longest, type Repeat, type Syntax, shortest } from "./Syntax";

const LONG_S = 0x17f;
const KELVIN = 0x212a;
const REPEATS = ["*", "+", "?"];
const COUNTED = /\{(\d+)(,?)(\d*)\}/y;
const EDGES: readonly (readonly [string, Edge])[] = [
  ["\\A", "textStart"],
  ["\\z", "textEnd"],
  ["\\Z", "lastLineEnd"],
  ["\\b", "wordEdge"],
  ["\\B", "noWordEdge"],
];

interface Times {
  readonly least: number;
  readonly most: number;
  readonly inBraces: boolean;
}

/**
 * Reads the regular expressions that tokenizers are written with, in Oniguruma's default syntax
 * (its doc/RE), of which it serves what needs no memory of groups. Anything else is refused.
 */
export class PatternParser {
  private readonly source: PatternSource;
  private readonly classes: ClassParser;

  constructor(pattern: string) {
    this.source = new PatternSource(pattern);
    this.classes = new ClassParser(this.source);
  }

  parse(): Syntax {
    const read = this.choice(false);
    if (!this.source.atEnd) this.source.refuse("a ) that nothing opened");
    return read;
  }

  private choice(ignoresCase: boolean): Syntax {
    const first = this.sequence(ignoresCase);
    const branches = [first];
    while (this.source.take("|")) branches.push(this.sequence(ignoresCase));
    return branches.length === 1 ? first : { kind: "choice", branches };
  }

  private sequence(ignoresCase: boolean): Syntax {
    const { source } = this;
    const parts: Syntax[] = [];
    while (!source.atEnd && !source.sees("|") && !source.sees(")"))
      parts.push(this.repeated(this.atom(ignoresCase)));
    const [only] = parts;
    return only !== undefined && parts.length === 1 ? only : { kind: "sequence", parts };
  }

  private atom(ignoresCase: boolean): Syntax {
    const { source } = this;
    if (source.take("(?:")) return this.closed(this.choice(ignoresCase));
    if (source.take("(?i:")) return this.closed(this.choice(true));
    if (source.take("(?=")) return this.ahead(ignoresCase, true);
    if (source.take("(?!")) return this.ahead(ignoresCase, false);
    if (source.take("(?<=")) return this.behind(ignoresCase, true);
    if (source.take("(?<!")) return this.behind(ignoresCase, false);
    if (source.sees("(?")) source.refuse(`a group that begins with ${source.next(4)}`);
    if (source.take("(")) return this.closed(this.choice(ignoresCase));
    return this.place() ?? this.one(ignoresCase);
  }

  private place(): Syntax | undefined {
    if (this.source.take("^")) return { kind: "edge", edge: "lineStart" };
    if (this.source.take("$")) return { kind: "edge", edge: "lineEnd" };
    const found = EDGES.find(([written]) => this.source.take(written));
    return found === undefined ? undefined : { kind: "edge", edge: found[1] };
  }

  private one(ignoresCase: boolean): Syntax {
    return { kind: "one", codes: this.codes(ignoresCase) };
  }

  private codes(ignoresCase: boolean): CodeSet {
    const { source } = this;
    if (source.sees("[")) {
      const found = this.classes.bracketed();
      if (ignoresCase) source.refuse("a class without case");
      return found;
    }
    if (source.take(".")) return CodeSet.ofCodes(0xa).complement();
    if (source.sees("\\")) return this.classes.escaped();
    if (REPEATS.some((sign) => source.sees(sign)))
      source.refuse(`a ${source.next(1)} with nothing to repeat`);
    return this.letter(source.code(), ignoresCase);
  }

  private ahead(ignoresCase: boolean, wanted: boolean): Syntax {
    return { kind: "look", part: this.closed(this.choice(ignoresCase)), behind: false, wanted };
  }

  private behind(ignoresCase: boolean, wanted: boolean): Syntax {
    const part = this.closed(this.choice(ignoresCase));
    const branches = part.kind === "choice" ? part.branches : [part];
    if (branches.some((branch) => shortest(branch) !== longest(branch))) {
      this.source.refuse("a look back at texts of several lengths");
    }
    return { kind: "look", part, behind: true, wanted };
  }

  private closed(inside: Syntax): Syntax {
    if (!this.source.take(")")) this.source.refuse("a ( that nothing closes");
    return inside;
  }

  private repeated(part: Syntax): Syntax {
    const times = this.times();
    if (times === undefined) return part;
    if (shortest(part) === 0) this.source.refuse("a repetition of what may be empty");
    const repeat: Repeat = { kind: "repeat", part, ...times, manner: this.manner(times.inBraces) };
    if ([...REPEATS, "{"].some((sign) => this.source.sees(sign)))
      this.source.refuse("a repetition of a repetition");
    return repeat;
  }

  private manner(inBraces: boolean): Repeat["manner"] {
    if (this.source.take("?")) return "lazy";
    return !inBraces && this.source.take("+") ? "possessive" : "greedy";
  }

  /** Times that the part before stands. */
  private times(): Times | undefined {
    if (this.source.take("*")) return { least: 0, most: Infinity, inBraces: false };
    if (this.source.take("+")) return { least: 1, most: Infinity, inBraces: false };
    if (this.source.take("?")) return { least: 0, most: 1, inBraces: false };
    const counted = this.source.takeMatch(COUNTED);
    if (counted === null) return undefined;
    const [, first = "", comma, last = ""] = counted;
    const least = Number(first);
    return {
      least,
      most: comma === "" ? least : last === "" ? Infinity : Number(last),
      inBraces: true,
    };
  }

  private letter(code: number, ignoresCase: boolean): CodeSet {
    if (!ignoresCase) return CodeSet.ofCodes(code);
    if (code >= 0x80) this.source.refuse("a letter that is not ASCII, without case");
    const letter = String.fromCharCode(code);
    const small = letter.toLowerCase();
    const same = [small.charCodeAt(0), letter.toUpperCase().charCodeAt(0)];
    // The two letters beyond ASCII whose simple case folding is an ASCII letter.
    if (small === "s") same.push(LONG_S);
    if (small === "k") same.push(KELVIN);
    return CodeSet.ofCodes(...same);
  }
}
