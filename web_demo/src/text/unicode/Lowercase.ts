import { codeAt, isAscii } from "./CodePoints";
import { wordsOf } from "./CodeSet";
import { kept } from "./Kept";
import { LOWER } from "./Tables";

const DOTTED_I = 0x130;
const DOTTED = "i\u0307";

/** Lower case letter by letter, as Rust's `char::to_lowercase`: a sigma at the end of a word is no case of its own. */
export function lowercase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let made = "";
  for (const one of text) {
    const code = codeAt(one, 0);
    made += code === DOTTED_I ? DOTTED : String.fromCodePoint(lowercaseOf(code));
  }
  return made;
}

/** The lower case of a letter that has one of a single character; the letter itself otherwise. */
export function lowercaseOf(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code + 0x20;
  if (code < 0x80) return code;
  return lower().get(code) ?? code;
}

/** Runs of letters: gap from the run before, letters that follow, from one to the next, how far lower case is. */
const lower = kept((): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  let end = 0;
  for (const [gap = 0, count = 0, step = 0, distance = 0] of wordsOf(LOWER)) {
    const first = end + gap;
    for (let i = 0; i <= count; i++) found.set(first + i * step, first + i * step + distance);
    end = first + count * step + 1;
  }
  return found;
});
