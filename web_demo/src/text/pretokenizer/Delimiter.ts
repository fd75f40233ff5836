import type { Pattern, Span } from "../pattern/Pattern";
import type { Piece } from "./PreTokenizer";

/** What becomes of what a text is cut at (SplitDelimiterBehavior of tokenizers, normalizer.rs). */
export const DELIMITERS = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous",
] as const;
export type Delimiter = (typeof DELIMITERS)[number];

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The ranges that stay, in order. */
export function kept(
  spans: readonly Span[],
  delimiter: Delimiter,
  inverted: boolean,
): readonly Range[] {
  switch (delimiter) {
    case "Removed":
      return spans.filter(({ matches }) => matches === inverted);
    case "Isolated":
      return spans;
    case "Contiguous":
      return merged(spans, inverted, (matches, previous) => matches === previous);
    case "MergedWithPrevious":
      return merged(spans, inverted, (matches, previous) => matches && !previous);
    case "MergedWithNext":
      return merged(
        [...spans].reverse(),
        inverted,
        (matches, previous) => matches && !previous,
      ).reverse();
  }
}

/** `joins`: whether a span becomes one with that before it, by whether the two match. */
function merged(
  spans: readonly Span[],
  inverted: boolean,
  joins: (matches: boolean, previous: boolean) => boolean,
): Range[] {
  const done: { start: number; end: number }[] = [];
  let previous = false;
  for (const { start, end, matches: isFound } of spans) {
    const matches = isFound !== inverted;
    const last = done.at(-1);
    if (last !== undefined && joins(matches, previous)) {
      last.start = Math.min(last.start, start);
      last.end = Math.max(last.end, end);
    } else {
      done.push({ start, end });
    }
    previous = matches;
  }
  return done;
}

/** A piece cut at what `pattern` finds. */
export function cutAt(
  piece: Piece,
  pattern: Pattern,
  delimiter: Delimiter,
  inverted = false,
): Piece[] {
  return kept(pattern.spans(piece.text), delimiter, inverted)
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => ({
      text: piece.text.slice(start, end),
      begins: piece.begins && start === 0,
    }));
}
