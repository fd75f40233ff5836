import { PatternClasses } from "../unicode/Categories";
import type { CodeSet } from "../unicode/CodeSet";
import type { Edge, Repeat, Syntax } from "./Syntax";

/**
 * A pattern as an expression of JavaScript that says the same at every version of Unicode: each class is
 * written out, and what JavaScript has not is made of what it has.
 */
export function automaton(syntax: Syntax): RegExp {
  return new RegExp(written(syntax), "gu");
}

function written(part: Syntax): string {
  switch (part.kind) {
    case "one":
      return classOf(part.codes);
    case "sequence":
      return part.parts.map(written).join("");
    case "choice":
      return grouped(part.branches.map(written).join("|"));
    case "repeat":
      return repeated(part);
    case "look":
      return `(?${part.behind ? "<" : ""}${part.wanted ? "=" : "!"}${written(part.part)})`;
    case "edge":
      return edge(part.edge);
  }
}

function grouped(inside: string): string {
  return `(?:${inside})`;
}

function classOf(codes: CodeSet): string {
  return `[${codes.ranges.map(([first, last]) => (first === last ? code(first) : `${code(first)}-${code(last)}`)).join("")}]`;
}

function code(point: number): string {
  return `\\u{${point.toString(16)}}`;
}

/**
 * What is possessive is one of the ways in which a part matches, and no other: a look ahead keeps the first
 * way that it finds, and a name of its own says again what it found.
 */
function repeated({ part, least, most, manner }: Repeat): string {
  const times = `{${least},${most === Infinity ? "" : most}}`;
  const inner = part.kind === "one" ? written(part) : grouped(written(part));
  if (manner !== "possessive") return `${inner}${times}${manner === "lazy" ? "?" : ""}`;
  const name = `whole${names++}`;
  return `(?=(?<${name}>${inner}${times}))\\k<${name}>`;
}

let names = 0;

function edge(kind: Edge): string {
  switch (kind) {
    case "textStart":
      return "^";
    case "textEnd":
      return "$";
    case "lastLineEnd":
      return "(?=\\n?$)";
    case "lineStart":
      return "(?:^|(?<=\\n)(?!$))";
    case "lineEnd":
      return "(?=\\n|$)";
    default: {
      const word = classOf(PatternClasses.word());
      const [after, before] = kind === "wordEdge" ? ["!", "="] : ["=", "!"];
      return `(?:(?<=${word})(?${after}${word})|(?<!${word})(?${before}${word}))`;
    }
  }
}
