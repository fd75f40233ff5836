import { Categories } from "./Categories";
import { codeAt, unitsOf } from "./CodePoints";

export type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

/** The first character that a form changes. */
const FIRST_CHANGED: Readonly<Record<Form, number>> = {
  NFC: 0x300,
  NFD: 0xc0,
  NFKC: 0xa0,
  NFKD: 0xa0,
};

/**
 * A text in a normalization form of Unicode 9, which the library knows and every browser as well.
 *
 * A character never changes its normalization once it has come into Unicode. So the platform's own
 * normalizer is right, whatever its version, for characters of Unicode 9; only those are given to it.
 * Others have no part in normalization there: they stay, and nothing composes across them.
 */
export function normalized(text: string, form: Form): string {
  if (isBelow(text, FIRST_CHANGED[form])) return text;
  const known = Categories.normalized();
  let made = "";
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const code = codeAt(text, at);
    const next = at + unitsOf(code);
    if (!known.has(code)) {
      if (from < at) made += text.slice(from, at).normalize(form);
      made += text.slice(at, next);
      from = next;
    }
    at = next;
  }
  return from < text.length ? made + text.slice(from).normalize(form) : made;
}

function isBelow(text: string, first: number): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= first) return false;
  return true;
}
