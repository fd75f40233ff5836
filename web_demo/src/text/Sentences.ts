import { beginsWithoutSpace } from "./handling/LinePieces";
import { Enclosures } from "./sentence/Enclosures";
import { type Language, languageOf } from "./sentence/Language";
import { spacesEnd } from "./unicode/CodePoints";

/** Property Sentence_Terminal of Unicode, as far as languages in use today have it; a space follows. */
const TERMINATORS =
  ".!?…\u0589\u061F\u06D4\u0964\u0965\u104A\u104B\u1362\u1367\u1368\u17D4\u17D5\u203C\u203D" +
  "\u2047\u2048\u2049";

/** Of Chinese and Japanese, where nothing follows. */
const WITHOUT_SPACE = "\u3002\uFF01\uFF0E\uFF1F\uFF61";

/**
 * The sentences of one line, each with the spaces after it: together they are `text` again.
 *
 * A few rules, the same in every browser, where Intl.Segmenter depends on the version of ICU, cuts
 * after "Dr." and cuts "U.S. army". `language`: any form of a code; null reads as English. Python
 * finds sentences with sentencex, whose rules are far more; how often the two agree says
 * Sentences.test.ts.
 */
export function sentences(text: string, language: string | null): string[] {
  const rules = languageOf(language);
  const enclosures = new Enclosures(text);
  const found: string[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const last = terminators(text, at);
    if (last === at) {
      at++;
      continue;
    }
    const close = enclosures.closedAfter(last);
    const next = spacesEnd(text, close);
    const isInside = next === text.length || next <= start || enclosures.hold(last);
    if (!isInside && ends(text, { first: at, last, close, next }, rules)) {
      found.push(text.slice(start, next));
      start = next;
      at = Math.max(last, next);
    } else {
      at = last;
    }
  }
  if (start < text.length) found.push(text.slice(start));
  return found;
}

/** Signs from `first` to `last`, behind which quotes close up to `close` and spaces end at `next`. */
interface Signs {
  readonly first: number;
  readonly last: number;
  readonly close: number;
  readonly next: number;
}

/** Whether a sentence ends with these signs. */
function ends(text: string, { first, last, close, next }: Signs, rules: Language): boolean {
  if (WITHOUT_SPACE.includes(text.charAt(last - 1))) return true;
  if (next === close) return close === last && beginsWithoutSpace(text, last);
  const hasPaused = last - first > 1 || text.charAt(first) === "…" || close > last;
  if ((rules.smallLettersGoOn || hasPaused) && goesOn(text, next)) return false;
  const isOneDot = last - first === 1 && text.charAt(first) === ".";
  return !(isOneDot && rules.goesOnAfterDot(text.slice(0, first), text.slice(next)));
}

/** Whether a small letter or a figure comes next, whatever signs stand before it. */
function goesOn(text: string, at: number): boolean {
  const first = /[\p{L}\p{Nd}]/u.exec(text.slice(at))?.[0];
  return first !== undefined && /[a-z0-9]/.test(first);
}

function terminators(text: string, start: number): number {
  let at = start;
  while (at < text.length && (TERMINATORS + WITHOUT_SPACE).includes(text.charAt(at))) at++;
  return at;
}
