import { codeAt, unitsOf } from "./CodePoints";
import { type CodeRange, CodeSet } from "./CodeSet";
import { kept } from "./Kept";
import { LETTERS } from "./LetterTables";
import { lowercaseOf } from "./Lowercase";
import { BREAK_PICTURE } from "./Tables";

const CHINESE_AND_JAPANESE = ["Hani", "Hira", "Kana", "Bopo"];
const SPACELESS = ["Thai", "Laoo", "Khmr", "Mymr", "Tibt"];

/** © ® ™ ℹ and others below are signs of text. */
const FIRST_PICTURE = 0x2190;
const TEXT_PICTURES = new Set([0x3030, 0x303d, 0x3297, 0x3299]);
const AFTER_PICTURE = new Set([0x200d, 0x20e3, 0xfe0e, 0xfe0f]);
const KEY = /[0-9#*]\ufe0f?\u20e3/y;

interface Known {
  readonly byScript: ReadonlyMap<string, readonly CodeRange[]>;
  readonly every: CodeSet;
  readonly chinese: CodeSet;
  readonly spaceless: CodeSet;
  readonly pictures: CodeSet;
}

const known = kept((): Known => {
  const byScript = scripts();
  const all = (codes: Iterable<string>): CodeSet =>
    CodeSet.of([...codes].flatMap((code) => byScript.get(code) ?? []));
  return {
    byScript,
    every: all(byScript.keys()),
    chinese: all(CHINESE_AND_JAPANESE),
    spaceless: all([...CHINESE_AND_JAPANESE, ...SPACELESS]),
    pictures: CodeSet.read(BREAK_PICTURE),
  };
});

/** Each stands behind its code; words of numbers have small letters only. */
function scripts(): Map<string, CodeRange[]> {
  const found = new Map<string, CodeRange[]>();
  for (const [, code = "", table = ""] of LETTERS.matchAll(/([A-Z]\w+)([^A-Z]+)/g)) {
    found.set(code, CodeSet.read(table).ranges);
  }
  return found;
}

/** The letters of some scripts, by their codes of ISO 15924; of all of them where none is named. */
export function lettersOf(scripts: readonly string[]): CodeSet {
  const { byScript, every } = known();
  return scripts.length === 0
    ? every
    : CodeSet.of(scripts.flatMap((script) => byScript.get(script) ?? []));
}

export function isLetter(code: number): boolean {
  return known().every.has(code);
}

export function isCapital(code: number): boolean {
  return isLetter(code) && lowercaseOf(code) !== code;
}

/** A letter or a sign of Chinese or Japanese, which have no space between sentences. */
export function isWide(code: number): boolean {
  return isWideSign(code) || known().chinese.has(code);
}

/** The same, and letters of other scripts that have no space between words. */
export function isWithoutSpaces(code: number): boolean {
  return isWideSign(code) || known().spaceless.has(code);
}

/** Punctuation of Chinese and Japanese, and the forms of ASCII that are as wide. */
function isWideSign(code: number): boolean {
  return (code >= 0x3001 && code <= 0x303f) || (code >= 0xff01 && code <= 0xff65);
}

/** Where the emoji end that begin at `start`, all that touch each other; `start` if none does. */
export function pictureEnd(text: string, start: number): number {
  if (!beginsPicture(text, start)) return start;
  let at = start + unitsOf(codeAt(text, start));
  while (at < text.length) {
    const code = codeAt(text, at);
    if (!isAfterPicture(code) && !beginsPicture(text, at)) return at;
    at += unitsOf(code);
  }
  return at;
}

/** Signs that join, regions of flags, and colours of skin. */
function isAfterPicture(code: number): boolean {
  return (
    AFTER_PICTURE.has(code) ||
    (code >= 0xe0020 && code <= 0xe007f) ||
    (code >= 0x1f3fb && code <= 0x1f3ff)
  );
}

/** A picture, a flag, or a key: a digit, # or * under U+20E3. */
function beginsPicture(text: string, at: number): boolean {
  const code = codeAt(text, at);
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return true;
  if (code >= FIRST_PICTURE && !TEXT_PICTURES.has(code) && known().pictures.has(code)) return true;
  KEY.lastIndex = at;
  return KEY.test(text);
}
