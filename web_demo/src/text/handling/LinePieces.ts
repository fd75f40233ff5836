import { codeAt, isSpaceAt, spacesEnd, trimmedEnd } from "../unicode/CodePoints";
import { isCapital, isLetter, isWide } from "../unicode/Letters";
import { items } from "./Items";
import type { Scripts } from "./Scripts";
import { type Thing, things } from "./Things";

/** `text`: what is translated, maybe empty. `space`: what follows it and stays as it is. */
export interface Piece {
  readonly text: string;
  readonly space: string;
}

/** How the texts of a language are cut: what `sentences` gives of a text, put together, is the text. */
export interface Cutting {
  readonly language: string | null;
  readonly scripts: Scripts;
  readonly sentences: (text: string) => string[];
}

const SIGN_AND_TWO = 3;
const ENDING = ".,;:!?…。！？、，；：";
const AFTER_THING = `${ENDING}-–—`;
const BETWEEN = /^[,;:.!?…\-–— \t\u00a0\u3000]+/;

/** What follows a text and is not translated. */
export function untouched(space: string): Piece[] {
  return space === "" ? [] : [{ text: "", space }];
}

/**
 * The pieces of a line: what of it is translated, and what is handed through. The rules stand in
 * exporters/text/pieces.py.
 */
export function piecesOfLine(line: string, { language, scripts, sentences }: Cutting): Piece[] {
  return items(line, language).flatMap(({ mark, rest }) => [
    ...untouched(mark),
    ...wholeSentences(sentences(rest)).flatMap((sentence) => trimmed(sentence, scripts)),
  ]);
}

/** Sentences that were cut inside a thing put together again. */
export function wholeSentences(sentences: readonly string[]): string[] {
  const line = sentences.join("");
  const found = things(line);
  const whole: string[] = [];
  let start = 0;
  let end = 0;
  for (const sentence of sentences) {
    end += sentence.length;
    if (end === line.length || !found.some((thing) => thing.start < end && end < thing.end)) {
      whole.push(line.slice(start, end));
      start = end;
    }
  }
  return whole;
}

/**
 * Whether a sentence begins right behind a sign: with a letter of Chinese or Japanese; or with a
 * capital letter and no second one, where two small ones stand before the sign.
 */
export function beginsWithoutSpace(line: string, at: number): boolean {
  const next = codeAt(line, at);
  if (isLetter(next) && isWide(next)) return true;
  const before = line.slice(Math.max(0, at - SIGN_AND_TWO), at - 1);
  const isSmall = before.length > 1 && before.split("").every(isSmallLetter);
  return (
    isSmall && isCapital(next) && !(at + 1 < line.length && isCapital(line.charCodeAt(at + 1)))
  );
}

function isSmallLetter(unit: string): boolean {
  return isLetter(unit.charCodeAt(0)) && !isCapital(unit.charCodeAt(0));
}

function trimmed(sentence: string, scripts: Scripts): Piece[] {
  const [start, end] = ends(sentence);
  const text = sentence.slice(start, end);
  if (!scripts.areIn(text)) return untouched(sentence);
  return [...untouched(sentence.slice(0, start)), { text, space: sentence.slice(end) }];
}

/** Where what is left begins and ends when things and spaces at both ends are off. */
export function ends(text: string): [start: number, end: number] {
  const found = things(text);
  const end = endWithout(text, found);
  return [Math.min(startWithout(text, found), end), end];
}

function startWithout(text: string, found: readonly Thing[]): number {
  let at = spacesEnd(text, 0);
  for (const thing of found) {
    if (thing.start !== at) break;
    at = spacesEnd(text, thing.end);
    let behind = at;
    while (behind < text.length && AFTER_THING.includes(text.charAt(behind))) behind++;
    if (behind === text.length || isSpaceAt(text, behind)) at = spacesEnd(text, behind);
  }
  return at;
}

function endWithout(text: string, found: readonly Thing[]): number {
  let end = trimmedEnd(text).length;
  for (const thing of [...found].reverse()) {
    let rest = end;
    while (rest > 0 && ENDING.includes(text.charAt(rest - 1))) rest--;
    if (trimmedEnd(text.slice(0, rest)).length > thing.end) break;
    end = trimmedEnd(text.slice(0, thing.start)).length;
  }
  return end;
}

/** What stands before, between and behind the things in a piece, each with what follows it. */
export function betweenThings(text: string): Piece[] {
  const found: Piece[] = [];
  const all = things(text);
  let held = "";
  for (let place = 0; place <= all.length; place++) {
    const at = all[place - 1]?.end ?? 0;
    const thing = all[place];
    const part = text.slice(at, thing?.start ?? text.length);
    const body = at === 0 ? part : part.replace(BETWEEN, "");
    const core = trimmedEnd(body);
    found.push(...untouched(held + part.slice(0, part.length - body.length)));
    if (core !== "") found.push({ text: core, space: "" });
    held =
      body.slice(core.length) + (thing === undefined ? "" : text.slice(thing.start, thing.end));
  }
  return [...found, ...untouched(held)];
}
