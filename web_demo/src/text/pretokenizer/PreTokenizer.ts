import { EachCode, type Pattern } from "../pattern/Pattern";
import { Categories } from "../unicode/Categories";
import { codeAt, unitsOf } from "../unicode/CodePoints";
import { cutAt, type Delimiter } from "./Delimiter";

/** A part of a text. `begins`: it stands at the beginning of the whole text. */
export interface Piece {
  readonly text: string;
  readonly begins: boolean;
}

/** Cuts pieces further. None that it gives is empty. */
export interface PreTokenizer {
  cut(piece: Piece): Piece[];

  /** Whether it treats the beginning of a text unlike the rest. */
  readonly asksForBeginning: boolean;
}

export class Chain implements PreTokenizer {
  readonly asksForBeginning: boolean;

  constructor(private readonly steps: readonly PreTokenizer[]) {
    this.asksForBeginning = steps.some((step) => step.asksForBeginning);
  }

  cut(piece: Piece): Piece[] {
    return this.steps.reduce((pieces, step) => pieces.flatMap((one) => step.cut(one)), [piece]);
  }
}

/** Cuts at what a pattern finds; `inverted`: at what it leaves. */
export class Split implements PreTokenizer {
  readonly asksForBeginning = false;

  constructor(
    private readonly pattern: Pattern,
    private readonly delimiter: Delimiter,
    private readonly inverted = false,
  ) {}

  cut(piece: Piece): Piece[] {
    return cutAt(piece, this.pattern, this.delimiter, this.inverted);
  }
}

const signs = new EachCode((code) => Categories.punctuation().has(code));
const spaces = new EachCode((code) => Categories.space().has(code));
const figures = new EachCode((code) => Categories.numeric().has(code));

export const whitespaceSplit: PreTokenizer = new Split(spaces, "Removed");

export const bertPreTokenizer: PreTokenizer = new Chain([
  whitespaceSplit,
  new Split(signs, "Isolated"),
]);

export function punctuation(delimiter: Delimiter): PreTokenizer {
  return new Split(signs, delimiter);
}

/** Numbers, or each figure of them alone. */
export function digits(isEachAlone: boolean): PreTokenizer {
  return new Split(figures, isEachAlone ? "Isolated" : "Contiguous");
}

/** Words and runs of other signs, `\w+|[^\w\s]+`; spaces go. */
export const whitespace: PreTokenizer = {
  asksForBeginning: false,

  cut({ text, begins }) {
    const found: Piece[] = [];
    let start = 0;
    let at = 0;
    let kind = "space";
    while (at <= text.length) {
      const code = at < text.length ? codeAt(text, at) : 0x20;
      const next = kindOf(code);
      if (next !== kind || at === text.length) {
        if (kind !== "space")
          found.push({ text: text.slice(start, at), begins: begins && start === 0 });
        start = at;
        kind = next;
      }
      at += unitsOf(code);
    }
    return found;
  },
};

function kindOf(code: number): "word" | "space" | "sign" {
  if (Categories.word().has(code)) return "word";
  return Categories.space().has(code) ? "space" : "sign";
}
