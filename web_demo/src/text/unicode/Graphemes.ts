import { codeAt, unitsOf } from "./CodePoints";
import { CodeSet } from "./CodeSet";
import { kept } from "./Kept";
import * as Tables from "./Tables";

type Kind =
  | "CARRIAGE_RETURN"
  | "LINE_FEED"
  | "CONTROL"
  | "EXTEND"
  | "PREPEND"
  | "L"
  | "V"
  | "T"
  | "LV"
  | "LVT"
  | "FLAG"
  | "PICTURE"
  | "OTHER";

const ZWJ = 0x200d;
const HANGUL = 0xac00;
const HANGUL_END = 0xd7a3;
const HANGUL_TRAILING = 28;

const table = kept((): readonly (readonly [Kind, CodeSet])[] => [
  ["CARRIAGE_RETURN", CodeSet.ofCodes(0xd)],
  ["LINE_FEED", CodeSet.ofCodes(0xa)],
  ["CONTROL", CodeSet.read(Tables.BREAK_CONTROL)],
  ["EXTEND", CodeSet.read(Tables.BREAK_EXTEND)],
  ["PREPEND", CodeSet.read(Tables.BREAK_PREPEND)],
  ["L", CodeSet.read(Tables.BREAK_LEADING)],
  ["V", CodeSet.read(Tables.BREAK_VOWEL)],
  ["T", CodeSet.read(Tables.BREAK_TRAILING)],
  ["FLAG", CodeSet.of([[0x1f1e6, 0x1f1ff]])],
  ["PICTURE", CodeSet.read(Tables.BREAK_PICTURE)],
]);

/**
 * The end of the grapheme that begins at `start`: Unicode Standard Annex 29, rules GB3 to GB13,
 * without GB9c (conjuncts of Indic scripts, which are longer than what is asked of graphemes here).
 * The browser's Intl.Segmenter has the rules of its own version of Unicode.
 */
export function graphemeEnd(text: string, start: number): number {
  let code = codeAt(text, start);
  let at = start + unitsOf(code);
  let kind = kindOf(code);
  let isPicture = kind === "PICTURE";
  let flags = kind === "FLAG" ? 1 : 0;
  while (at < text.length) {
    const next = codeAt(text, at);
    const nextKind = kindOf(next);
    const joinedPicture = isPicture && code === ZWJ && nextKind === "PICTURE";
    const joinedFlag = nextKind === "FLAG" && kind === "FLAG" && flags % 2 === 1;
    if (!joinedPicture && !joinedFlag && !areTogether(kind, nextKind)) return at;
    isPicture = nextKind === "PICTURE" || (isPicture && nextKind === "EXTEND");
    flags = nextKind === "FLAG" ? flags + 1 : 0;
    code = next;
    kind = nextKind;
    at += unitsOf(next);
  }
  return at;
}

/** The rules that look at two neighbours only. */
function areTogether(before: Kind, after: Kind): boolean {
  if (before === "CARRIAGE_RETURN") return after === "LINE_FEED";
  if (breaks(before) || breaks(after)) return false;
  if (after === "EXTEND" || before === "PREPEND") return true;
  if (before === "L") return after === "L" || after === "V" || after === "LV" || after === "LVT";
  if (before === "LV" || before === "V") return after === "V" || after === "T";
  return (before === "LVT" || before === "T") && after === "T";
}

function breaks(kind: Kind): boolean {
  return kind === "CONTROL" || kind === "CARRIAGE_RETURN" || kind === "LINE_FEED";
}

function kindOf(code: number): Kind {
  if (code >= 0x20 && code <= 0x7e) return "OTHER";
  if (code >= HANGUL && code <= HANGUL_END)
    return (code - HANGUL) % HANGUL_TRAILING === 0 ? "LV" : "LVT";
  return table().find(([, codes]) => codes.has(code))?.[0] ?? "OTHER";
}
