import type { Handling } from "../text/handling/Handling";
import { type Cutting, type Piece, piecesOfLine, untouched } from "../text/handling/LinePieces";
import { joinedLines, lines } from "../text/handling/Lines";
import {
  codeAt,
  isBlank,
  isSpaceAt,
  trimmedEnd,
  trimmedStart,
  unitsOf,
} from "../text/unicode/CodePoints";

/** Whether a text has room in a program. */
export type Fit = (text: string) => boolean;

/** How texts of a language are cut. */
export class Cutter {
  constructor(private readonly cutting: Cutting) {}

  /**
   * The pieces of a text in order, as exporters/text/sentences.py cuts it: line breaks stay where
   * they are. A sentence that does not `fit` is cut at the last clause mark that does, else at the
   * last space, else between two characters. Nothing is ever dropped.
   */
  pieces(text: string, handling: Handling, fit: Fit): Piece[] {
    const { scripts, sentences } = this.cutting;
    const whole = handling.joinLines ? joinedLines(text) : text;
    if (handling.asIs) return pieces(whole, sentences, fit);
    return lines(whole)
      .flatMap((line) => piecesOfLine(line, this.cutting))
      .flatMap((piece) => fitting(piece, fit))
      .flatMap((piece) =>
        piece.text === "" || scripts.areIn(piece.text)
          ? [piece]
          : [{ text: "", space: piece.text + piece.space }],
      );
  }
}

/** The same of a text of which all is translated. */
export function pieces(text: string, sentences: (line: string) => string[], fit: Fit): Piece[] {
  return lines(text)
    .flatMap(sentences)
    .flatMap(edged)
    .flatMap((piece) => fitting(piece, fit));
}

/** Whitespace before a sentence becomes a piece without text. */
function edged(sentence: string): Piece[] {
  if (isBlank(sentence)) return untouched(sentence);
  const rest = trimmedStart(sentence);
  const text = trimmedEnd(rest);
  const before = sentence.slice(0, sentence.length - rest.length);
  return [...untouched(before), { text, space: rest.slice(text.length) }];
}

function fitting(piece: Piece, fit: Fit): Piece[] {
  const found: Piece[] = [];
  let rest = piece.text;
  while (rest !== "" && !fit(rest)) {
    const end = lastFitting(rest, fit);
    const text = trimmedEnd(rest.slice(0, end));
    const tail = trimmedStart(rest.slice(end));
    found.push({ text, space: rest.slice(text.length, rest.length - tail.length) });
    rest = tail;
  }
  return [...found, { text: rest, space: piece.space }];
}

/** Where the longest part ends that fits, at the best kind of border that has one. */
function lastFitting(text: string, fit: Fit): number {
  for (const border of [endsClause, endsWord, endsCharacter]) {
    const ends: number[] = [];
    for (let at = 1; at < text.length; at++) if (border(text, at)) ends.push(at);
    const end = longest(text, ends, fit);
    if (end > 0) return end;
  }
  // One character alone is too long only where the limit leaves no room for text.
  return unitsOf(codeAt(text, 0));
}

/**
 * The last of the ascending `ends` that fits, 0 if none; longer texts never have fewer tokens by
 * much, so halving finds it.
 */
function longest(text: string, ends: readonly number[], fit: Fit): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fit(text.slice(0, ends[middle]))) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1] ?? 0;
}

const MARKS = ",;:)]–—";
const WIDE_MARKS = "、，；：。！？」』）";
const JOINER = "\u200d";

/** Combining marks, what joins emoji, and the second half of a character. */
const GOES_ON = /[\u0300-\u036f]|\u200d|\ufe0f|[\udc00-\udfff]/;

function endsClause(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return WIDE_MARKS.includes(before) || (MARKS.includes(before) && isSpaceAt(text, at));
}

function endsWord(text: string, at: number): boolean {
  return isSpaceAt(text, at);
}

/** Not before a combining mark, inside a joined emoji, or between the halves of a character. */
function endsCharacter(text: string, at: number): boolean {
  return text.charAt(at - 1) !== JOINER && !GOES_ON.test(text.charAt(at));
}
