import { languageCode } from "../sentence/LanguageCode";
import { codeAt, codeBefore, isAsciiWordAt, isBlank } from "../unicode/CodePoints";
import { isLetter, isWide, isWithoutSpaces } from "../unicode/Letters";
import type { Piece } from "./LinePieces";

const WITHOUT = new Set("zh ja yue wuu nan hak lzh cmn".split(" "));
const SIGNS = ".!?…,;:";
const BEGIN_THING = "{<%$#&";
const END_THING = "}>%;/=_";

/**
 * The translation of each piece in its place, with spaces as the target's language has them: the
 * rules stand in exporters/text/joining.py.
 */
export function rejoined(
  pieces: readonly Piece[],
  translations: readonly string[],
  targetLanguage: string | null = null,
): string {
  const target = new Target(targetLanguage);
  let made = "";
  let before: Piece = { text: "", space: "" };
  let saidBefore = "";
  for (const [at, piece] of pieces.entries()) {
    const said = translations[at] ?? "";
    const isFirst = made === "" && before.space === "";
    const meets = piece.text !== "" && said !== "" && !isFirst;
    made += meets ? between({ before, saidBefore, text: piece.text, said }, target) : before.space;
    made += said;
    const isGlued = said !== "" && touches(last(piece.text), nextSign(pieces, at), BEGIN_THING);
    if (isGlued && target.hasSpaces(said, "")) made += " ";
    before = piece;
    saidBefore = said;
  }
  return made + before.space;
}

/** Whether a target's sentences have spaces between them: by its language, else by what meets. */
class Target {
  private readonly known: boolean | null;

  constructor(language: string | null) {
    this.known = language === null ? null : !WITHOUT.has(languageCode(language));
  }

  hasSpaces(said: string, following: string): boolean {
    if (this.known !== null) return this.known;
    const isDense =
      (said !== "" && isWide(last(said))) || (following !== "" && isWide(codeAt(following, 0)));
    return !isDense;
  }
}

/** A piece that was said, and the one before it. */
interface Meeting {
  readonly before: Piece;
  readonly saidBefore: string;
  readonly text: string;
  readonly said: string;
}

/** What stands between a piece and the one before it, instead of that one's space. */
function between({ before, saidBefore, text, said }: Meeting, target: Target): string {
  const { space } = before;
  if (!isBlank(space)) {
    const isTouched = touches(codeAt(text, 0), space.slice(-1), END_THING);
    return isTouched && target.hasSpaces("", said) ? `${space} ` : space;
  }
  if (before.text === "" || saidBefore === "") return space;
  return gap(before, text, target.hasSpaces(saidBefore, said));
}

function gap({ text: before, space }: Piece, text: string, hasSpaces: boolean): string {
  const end = last(before);
  const first = codeAt(text, 0);
  const isDense = isWide(end) || isWide(first);
  if (!hasSpaces) return isDense ? space : "";
  if (isDense || (space === "" && isWithoutSpaces(end) && isWithoutSpaces(first))) {
    return space.replaceAll("\u3000", " ") || " ";
  }
  return space === "" && SIGNS.includes(String.fromCodePoint(end)) && isLetter(first) ? " " : space;
}

/** The first of what stays as it is behind the text of a piece; "" where a text follows. */
function nextSign(pieces: readonly Piece[], at: number): string {
  const next = pieces[at + 1];
  const later = next?.text === "" ? next.space : "";
  return ((pieces[at]?.space ?? "") || later).charAt(0);
}

/** Whether a thing of ASCII, of which one end is given, stands at a character without a space. */
function touches(code: number, thing: string, signs: string): boolean {
  return isWide(code) && thing !== "" && (signs.includes(thing) || isAsciiWordAt(thing, 0));
}

function last(text: string): number {
  return codeBefore(text, text.length);
}
