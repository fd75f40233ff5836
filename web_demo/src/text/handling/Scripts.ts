import { codeAt, isAscii } from "../unicode/CodePoints";
import { CodeSet } from "../unicode/CodeSet";
import { normalized } from "../unicode/Forms";
import { lettersOf } from "../unicode/Letters";
import { things } from "./Things";

const ZERO_SPACE = 0x200b;
const WIDE_SPACE = 0x3000;
const WIDE = CodeSet.of([[0xff01, 0xff5e]]);
const WIDE_TO_ASCII = 0xfee0;
const UNSEEN = CodeSet.of([
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0xfeff, 0xfeff],
]);
const DISGUISED = CodeSet.of([
  [0xfb00, 0xfb06],
  [0xfb13, 0xfb17],
  [0xfb50, 0xfbb1],
  [0xfbd3, 0xfc5d],
  [0xfc64, 0xfd3d],
  [0xfd50, 0xfdfb],
  [0xfe80, 0xfefc],
  [0x1d400, 0x1d7ff],
]);
const WITH_WIDE_FORMS = ["Hani", "Hira", "Kana", "Bopo", "Hang"];
const WITH_ZERO_SPACE = ["Thai", "Laoo", "Khmr", "Mymr", "Tibt"];

/** The scripts that a translator was made for, by their codes of ISO 15924; empty for any. */
export class Scripts {
  private readonly letters: CodeSet;
  private readonly isNarrow: boolean;
  private readonly isParted: boolean;

  constructor(codes: readonly string[]) {
    this.letters = lettersOf(codes);
    const has = (some: readonly string[]): boolean =>
      codes.length === 0 || codes.some((code) => some.includes(code));
    this.isNarrow = !has(WITH_WIDE_FORMS);
    this.isParted = has(WITH_ZERO_SPACE);
  }

  /** Whether a letter of them stands in a text outside of things, as the tokenizer sees it. */
  areIn(text: string): boolean {
    let start = 0;
    let rest = "";
    for (const thing of things(text)) {
      rest += text.slice(start, thing.start);
      start = thing.end;
    }
    for (const one of this.folded(rest + text.slice(start)))
      if (this.letters.has(codeAt(one, 0))) return true;
    return false;
  }

  /** Letters in disguise as their plain ones: the rules stand in exporters/text/folding.py. */
  folded(text: string): string {
    if (isAscii(text)) return text;
    return normalized(Array.from(text, (one) => this.plain(one)).join(""), "NFC");
  }

  private plain(one: string): string {
    const code = codeAt(one, 0);
    if (UNSEEN.has(code)) return this.isParted && code === ZERO_SPACE ? one : "";
    if (DISGUISED.has(code)) return normalized(one, "NFKC");
    if (this.isNarrow && WIDE.has(code)) return String.fromCharCode(code - WIDE_TO_ASCII);
    return this.isNarrow && code === WIDE_SPACE ? " " : one;
  }
}
