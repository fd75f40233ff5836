import { CodeSet } from "./CodeSet";
import { kept } from "./Kept";
import * as Tables from "./Tables";

/**
 * What the Rust library `tokenizers` takes characters for. Not what `\p{...}` says: each browser
 * knows another version of Unicode, and so does each part of the library.
 */
export const Categories = {
  space: kept(() => CodeSet.read(Tables.SPACE)),
  numeric: kept(() => CodeSet.read(Tables.NUMERIC)),

  /** ASCII punctuation and symbols, and the punctuation of all scripts. */
  punctuation: kept(() => CodeSet.read(Tables.PUNCTUATION)),

  /** Controls, formats and private characters, without tab and line ends. */
  control: kept(() => CodeSet.read(Tables.CONTROL)),
  nonspacing: kept(() => CodeSet.read(Tables.NONSPACING)),
  combining: kept(() => CodeSet.read(Tables.COMBINING)),

  /** `\w` where the library cuts words and looks for added tokens. */
  word: kept(() => CodeSet.read(Tables.WORD)),

  /** Characters that any of the four normalization forms changes, moves or composes. */
  normalized: kept(() => CodeSet.read(Tables.NORMALIZED)),

  /** CJK ideographs as BERT counts them (tokenizers, normalizers/bert.rs, is_chinese_char). */
  chinese: kept(() =>
    CodeSet.of([
      [0x4e00, 0x9fff],
      [0x3400, 0x4dbf],
      [0x20000, 0x2a6df],
      [0x2a700, 0x2b73f],
      [0x2b740, 0x2b81f],
      [0x2b920, 0x2ceaf],
      [0xf900, 0xfaff],
      [0x2f800, 0x2fa1f],
    ]),
  ),
};

/** Classes of regular expressions, as Oniguruma reads them. */
export const PatternClasses = {
  space: kept(() => CodeSet.read(Tables.PATTERN_SPACE)),
  word: kept(() => CodeSet.read(Tables.PATTERN_WORD)),
  digit: kept(() => CodeSet.read(Tables.PATTERN_DIGIT)),

  /** The general categories by the names that patterns give them. */
  byName: new Map([
    ["L", kept(() => CodeSet.read(Tables.PATTERN_LETTER))],
    ["N", kept(() => CodeSet.read(Tables.PATTERN_NUMBER))],
    ["M", kept(() => CodeSet.read(Tables.PATTERN_MARK))],
    ["P", kept(() => CodeSet.read(Tables.PATTERN_PUNCTUATION))],
    ["S", kept(() => CodeSet.read(Tables.PATTERN_SYMBOL))],
  ]),
};
