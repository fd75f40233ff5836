import { codeAt, isAsciiWordAt, isSpaceAt, unitsOf } from "../unicode/CodePoints";
import { isLetter, isWithoutSpaces, pictureEnd } from "../unicode/Letters";

/** A part of a text, `end` not included. */
export interface Thing {
  readonly start: number;
  readonly end: number;
}

const KINDS: readonly ((text: string, at: number) => number)[] = [
  address,
  mail,
  tag,
  placeholder,
  pictureEnd,
  smile,
];

/**
 * What stands in a text and is no text: addresses, placeholders, tags, emoji. The rules stand in
 * exporters/text/things.py, which finds the same ones.
 */
export function things(text: string): Thing[] {
  const found: Thing[] = [];
  let at = 0;
  while (at < text.length) {
    const end = thingEnd(text, at);
    if (end > at) found.push({ start: at, end });
    at = Math.max(end, at + 1);
  }
  return found;
}

function thingEnd(text: string, at: number): number {
  for (const find of KINDS) {
    const end = find(text, at);
    if (end > at) return end;
  }
  return at;
}

const ADDRESS_SIGNS = "-._~:/?#[]@!$&'()*+,;=%";
const ENDING = ".,;:!?'";
const SCHEME = /[A-Za-z][A-Za-z0-9+.-]{1,19}:\/\/|mailto:|[Ww]{3}\./y;

function address(text: string, at: number): number {
  const begun = isInWord(text, at) ? at : matchEnd(SCHEME, text, at);
  if (begun === at) return at;
  let end = begun;
  while (end < text.length && isInAddress(text, end)) end += unitsOf(codeAt(text, end));
  while (end > begun && (ENDING.includes(text.charAt(end - 1)) || closes(text.slice(at, end))))
    end--;
  return end > begun ? end : at;
}

function isInAddress(text: string, at: number): boolean {
  const code = codeAt(text, at);
  if (code >= 0x80) return isLetter(code) && !isWithoutSpaces(code);
  return isAsciiWordAt(text, at) || ADDRESS_SIGNS.includes(text.charAt(at));
}

/** Whether it ends with a bracket that was not opened in it. */
function closes(address: string): boolean {
  return ["()", "[]"].some(
    ([open = "", close = ""]) =>
      address.endsWith(close) && address.split(close).length > address.split(open).length,
  );
}

const MAIL =
  /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,7}\.[A-Za-z]{2,24}(?![A-Za-z0-9])/y;

function mail(text: string, at: number): number {
  return isInWord(text, at) ? at : matchEnd(MAIL, text, at);
}

const TAG = new RegExp(
  "</?[A-Za-z0-9][A-Za-z0-9:_-]{0,31}(?:[ \\t]+[^<>=]{1,64}=[^<>]{0,200})?[ \\t]*/?>" +
    "|&(?:[A-Za-z][A-Za-z0-9]{1,15}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",
  "yu",
);

function tag(text: string, at: number): number {
  return "<&".includes(text.charAt(at)) ? matchEnd(TAG, text, at) : at;
}

const PLACEHOLDER = new RegExp(
  "[$#%]?\\{\\{ ?[A-Za-z0-9_.:$@#%-]{1,64} ?\\}\\}|[$#%]?\\{[A-Za-z0-9_.:$@#%-]{0,64}\\}" +
    "|%(?:\\([A-Za-z0-9_.]{1,64}\\))?(?:[0-9]{1,2}\\$)?[-+#0]{0,4}[0-9]{0,3}(?:\\.[0-9]{1,2})?" +
    "(?:hh|h|ll|l|z)?[sdifuxXeEgGcop@](?![A-Za-z0-9])" +
    "|%[A-Za-z_][A-Za-z0-9_]{0,63}%(?![A-Za-z0-9])",
  "y",
);

function placeholder(text: string, at: number): number {
  const sign = text.charAt(at);
  if (!"{$#%".includes(sign) || (sign === "%" && isInWord(text, at))) return at;
  return matchEnd(PLACEHOLDER, text, at);
}

const SMILES = ":-) :-( ;-) :-D :-P :-p :-/ :'( ^_^ :) :( ;) :D :P :p :/ <3 xD XD ^^".split(" ");

function smile(text: string, at: number): number {
  if (at > 0 && !isSpaceAt(text, at - 1)) return at;
  for (const smile of SMILES) {
    const end = at + smile.length;
    if (text.startsWith(smile, at) && (end === text.length || isSpaceAt(text, end))) return end;
  }
  return at;
}

function isInWord(text: string, at: number): boolean {
  return at > 0 && isAsciiWordAt(text, at - 1);
}

/** The end of what a sticky pattern finds at a place; the place itself where it finds nothing. */
function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
