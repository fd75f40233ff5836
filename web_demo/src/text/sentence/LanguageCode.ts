/** ISO 639-3 (what NLLB writes) before ISO 639-1. */
const THREE_LETTERS: ReadonlyMap<string, string> = pairs(
  "amh am arb ar ara ar ben bn bul bg cat ca ces cs dan da deu de ell el eng en est et fas fa " +
    "fin fi fra fr guj gu heb he hin hi hun hu hye hy ind id ita it jpn ja kan kn kat ka kaz kk " +
    "khm km kor ko lit lt mal ml mar mr mya my nld nl nob nb pan pa pes fa pol pl por pt ron ro " +
    "rus ru slk sk slv sl spa es swe sv tam ta tel te tha th tur tr ukr uk urd ur vie vi yue zh " +
    "zho zh",
);

function pairs(all: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, three = "", two = ""] of all.matchAll(/(\w+) (\w+)/g)) found.set(three, two);
  return found;
}

/** `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all "en", and so is null: as exporters/text/language.py. */
export function languageCode(code: string | null): string {
  const first = /[A-Za-z]{2,3}/.exec(code ?? "")?.[0].toLowerCase() ?? "en";
  return THREE_LETTERS.get(first) ?? first;
}

/** Whether a code names a language at all: null, "" and "?" do not. */
export function isKnown(code: string | null): boolean {
  return /[A-Za-z]{2}/.test(code ?? "");
}

/**
 * Whether two codes name one language, whatever their form. Codes with different scripts, as
 * `zho_Hans` and `zho_Hant`, do not, and neither does a code that is unknown: as
 * exporters/text/meeting.py.
 */
export function isSameLanguage(code: string | null, other: string | null): boolean {
  if (!isKnown(code) || !isKnown(other) || languageCode(code) !== languageCode(other)) return false;
  const [one, two] = [scriptIn(code), scriptIn(other)];
  return one === undefined || two === undefined || one === two;
}

function scriptIn(code: string | null): string | undefined {
  return /(?<![A-Za-z])[A-Z][a-z]{3}(?![A-Za-z])/.exec(code ?? "")?.[0];
}
