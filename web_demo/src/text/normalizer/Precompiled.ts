import { codeAt, unitsOf } from "../unicode/CodePoints";
import { graphemeEnd } from "../unicode/Graphemes";
import { Charsmap } from "./Charsmap";
import type { Normalizer } from "./Normalizer";

/** Bytes of UTF-8 from which a grapheme is no longer looked up as one. */
const SHORT = 6;
const FIRST_MARK = 0x300;

/**
 * SentencePiece's compiled rules for characters, as the library applies them: a short grapheme with
 * a rule for its beginning becomes what that rule says, and the rest of it is lost; otherwise each of
 * its characters is looked up alone (normalizers/precompiled.rs, and the crate spm_precompiled).
 */
export class Precompiled implements Normalizer {
  readonly keepsBeginning = false;
  private readonly rules: Charsmap;

  constructor(charsmap: Uint8Array) {
    this.rules = new Charsmap(charsmap);
  }

  normalize(text: string): string {
    let made = "";
    let at = 0;
    while (at < text.length) {
      const end = isAlone(text, at) ? at + 1 : graphemeEnd(text, at);
      const whole = isShort(text, at, end) ? this.rules.replacement(text, at, end) : undefined;
      made += whole ?? this.eachCode(text, at, end);
      at = end;
    }
    return made;
  }

  private eachCode(text: string, start: number, end: number): string {
    let made = "";
    let at = start;
    while (at < end) {
      const next = at + unitsOf(codeAt(text, at));
      made += this.rules.replacement(text, at, next) ?? text.slice(at, next);
      at = next;
    }
    return made;
  }
}

/** Most characters: visible ASCII before what is no mark, as marks begin at U+0300. */
function isAlone(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return (
    unit >= 0x20 && unit <= 0x7e && (at + 1 === text.length || text.charCodeAt(at + 1) < FIRST_MARK)
  );
}

function isShort(text: string, start: number, end: number): boolean {
  if (end - start === 1) return true;
  let bytes = 0;
  for (let at = start; at < end; at++) bytes += utf8Length(text.charCodeAt(at));
  return bytes < SHORT;
}

/** Half of a pair counts two of the four bytes. */
function utf8Length(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}
