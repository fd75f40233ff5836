/** The code point at a place that is inside of `text`. */
export function codeAt(text: string, at: number): number {
  return text.codePointAt(at) as number;
}

/** The code point that ends at a place behind the beginning of `text`. */
export function codeBefore(text: string, at: number): number {
  const half = text.charCodeAt(at - 1);
  const isPair = half >= 0xdc00 && half < 0xe000 && at > 1 && codeAt(text, at - 2) > 0xffff;
  return isPair ? codeAt(text, at - 2) : half;
}

/** How many units of UTF-16 a code point has. */
export function unitsOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

/** How many code points a text has. */
export function codeCount(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += unitsOf(codeAt(text, at))) count++;
  return count;
}

/** Whitespace as Python's expressions and its strip() take it, as the inside of a class of an expression. */
export const SPACES =
  "\\t-\\r\\u001c-\\u001f \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACE = new RegExp(`[${SPACES}]`);

/** Whether the unit at a place is whitespace, all of which are one unit. */
export function isSpaceAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit < 0x80)
    return unit === 0x20 || (unit >= 0x9 && unit <= 0xd) || (unit >= 0x1c && unit <= 0x1f);
  return unit >= 0x80 && SPACE.test(text.charAt(at));
}

/** Whether a text has nothing but whitespace. */
export function isBlank(text: string): boolean {
  return spacesEnd(text, 0) === text.length;
}

/** The place behind the whitespace that begins at a place. */
export function spacesEnd(text: string, start: number): number {
  let at = start;
  while (isSpaceAt(text, at)) at++;
  return at;
}

export function trimmedStart(text: string): string {
  return text.slice(spacesEnd(text, 0));
}

export function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpaceAt(text, end - 1)) end--;
  return text.slice(0, end);
}

export function trimmed(text: string): string {
  return trimmedStart(trimmedEnd(text));
}

/** Letters and figures of ASCII. */
export function isAsciiWordAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at) | 0x20;
  return (
    (unit >= 0x61 && unit <= 0x7a) || (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39)
  );
}

/** Whether every unit is of ASCII. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** The text without the code points that `drops` takes. */
export function without(text: string, drops: (code: number) => boolean): string {
  let kept = "";
  for (const one of text) if (!drops(codeAt(one, 0))) kept += one;
  return kept;
}

/** Halves of surrogate pairs that stand alone are no characters; UTF-8 has U+FFFD in their place. */
export function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
