import { trimmedEnd } from "../unicode/CodePoints";
import { languageCode } from "./LanguageCode";

const TITLES =
  "mr mrs ms dr prof st jr sr vs no co inc ltd corp gen col lt sgt capt rev hon etc al fig vol pp " +
  "ed cf ca";
const ENGLISH =
  "e.g eg i.e ie u.s a.m p.m ph.d approx dept est mt ft jan feb mar apr jun jul aug sep sept oct " +
  "nov dec";
const STARTERS =
  "The This That These Those There Then They He She It We You In On At By For From With But And Or " +
  "So If When While After Before As Although However His Her Its Our Their My Your What Where Who " +
  "Why How Not No Yes Some Many Now";
const GERMAN =
  "z.b bzw usw u.a d.h ggf evtl vgl ca nr bspw sog inkl zzgl abs art bd hrsg jh jhd mio mrd o.ä s.o " +
  "s.u tel u.u v.a z.t geb gest str dipl.-ing univ.-prof hl";
const MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember";

/** What a language has of its own. */
interface Rules {
  readonly abbreviations?: string;

  /** Words with a capital letter that begin a sentence even after a dot. */
  readonly starters?: string;

  /** Words before which a dot belongs to a number. */
  readonly months?: string;

  /**
   * No sentence begins with a small letter or a figure; English messages are full of such ones, but
   * after an ellipsis or a quotation.
   */
  readonly smallLettersGoOn?: boolean;
}

/** After which dots a sentence of a language goes on. */
export class Language {
  readonly smallLettersGoOn: boolean;
  private readonly abbreviations: ReadonlySet<string>;
  private readonly starters: ReadonlySet<string>;
  private readonly months: ReadonlySet<string>;

  constructor({ abbreviations, starters, months, smallLettersGoOn = true }: Rules) {
    this.abbreviations = new Set([...words(TITLES), ...words(abbreviations)]);
    this.starters = new Set(words(starters));
    this.months = new Set(words(months));
    this.smallLettersGoOn = smallLettersGoOn;
  }

  /** Whether the sentence goes on after `before` and a single dot, with `after`. */
  goesOnAfterDot(before: string, after: string): boolean {
    const token = afterLast(before, " ").replace(/^[([“„"«']+/, "");
    const next = /^[^\s,]*/.exec(after)?.[0] ?? "";
    const word = next.replace(/\.+$/, "");
    if (this.months.has(word)) return true;
    if (this.starters.has(word)) return false;
    const isAbbreviated = [token, afterLast(token, ".")].some((part) =>
      this.abbreviations.has(part.toLowerCase()),
    );
    if (isAbbreviated) return true;
    if (!isInitial(token)) return false;
    return (
      endsInName(before.slice(0, before.length - token.length)) ||
      isInitial(next.replace(/\.$/, ""))
    );
  }
}

const LANGUAGES: ReadonlyMap<string, Language> = new Map(
  Object.entries<Rules>({
    en: { abbreviations: ENGLISH, starters: STARTERS, smallLettersGoOn: false },
    de: { abbreviations: GERMAN, months: MONTHS },
    fr: { abbreviations: "m mm mme mlle p.ex c.-à-d env av apr art chap éd fig tél vol cie ex" },
    es: { abbreviations: "sra srta ud uds p.ej pág págs avda d dª dña ee.uu núm tel art cap" },
    it: { abbreviations: "sig dott dott.ssa avv ing ecc p.es pag pagg art cap n tel s.p.a" },
    pt: { abbreviations: "sra srta dra exmo p.ex pág págs av art cap tel n ltda" },
    nl: { abbreviations: "dhr mevr mw bijv d.w.z enz o.a t.a.v i.p.v m.b.t blz nr jhr ir drs" },
  }).map(([code, rules]) => [code, new Language(rules)]),
);
const OTHERS = new Language({});

/** `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all English. */
export function languageOf(code: string | null): Language {
  return LANGUAGES.get(languageCode(code)) ?? OTHERS;
}

function words(all = ""): string[] {
  return all === "" ? [] : all.split(" ");
}

/** What stands behind the last `sign`; all where there is none. */
function afterLast(text: string, sign: string): string {
  return text.slice(text.lastIndexOf(sign) + 1);
}

function isInitial(token: string): boolean {
  return /^[A-Z]$/.test(token);
}

function endsInName(before: string): boolean {
  return /^[A-Z]/.test(afterLast(trimmedEnd(before), " "));
}
