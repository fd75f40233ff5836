import type { CodeSet } from "../unicode/CodeSet";

/** What a regular expression says, before it is made ready to search. */
export type Syntax =
  | { readonly kind: "one"; readonly codes: CodeSet }
  | { readonly kind: "sequence"; readonly parts: readonly Syntax[] }
  | { readonly kind: "choice"; readonly branches: readonly Syntax[] }
  | Repeat
  /** What must or must not stand after (or `behind`, before) a place. */
  | {
      readonly kind: "look";
      readonly part: Syntax;
      readonly behind: boolean;
      readonly wanted: boolean;
    }
  | { readonly kind: "edge"; readonly edge: Edge };

/** `most`: Infinity for no end. */
export interface Repeat {
  readonly kind: "repeat";
  readonly part: Syntax;
  readonly least: number;
  readonly most: number;
  readonly manner: "greedy" | "lazy" | "possessive";
}

/** A condition on a place. */
export type Edge =
  | "textStart"
  | "textEnd"
  | "lastLineEnd"
  | "lineStart"
  | "lineEnd"
  | "wordEdge"
  | "noWordEdge";

/** Of what matches, in code points. */
export function shortest(part: Syntax): number {
  switch (part.kind) {
    case "one":
      return 1;
    case "sequence":
      return part.parts.reduce((sum, inner) => sum + shortest(inner), 0);
    case "choice":
      return Math.min(...part.branches.map(shortest));
    case "repeat":
      return part.least * shortest(part.part);
    default:
      return 0;
  }
}

/** Of what matches, in code points; Infinity: without end. */
export function longest(part: Syntax): number {
  switch (part.kind) {
    case "one":
      return 1;
    case "sequence":
      return part.parts.reduce((sum, inner) => sum + longest(inner), 0);
    case "choice":
      return Math.max(...part.branches.map(longest));
    case "repeat":
      return part.most === 0 ? 0 : part.most * longest(part.part);
    default:
      return 0;
  }
}
