import { languageCode } from "../sentence/LanguageCode";
import { SPACES } from "../unicode/CodePoints";

/** The mark of an item of a list with the spaces around it, and what follows it; `mark` is "" for no item. */
export interface Item {
  readonly mark: string;
  readonly rest: string;
}

const GAP = "[ \\t\\u00a0\\u2000-\\u200a\\u202f\\u3000]";
const MARK = new RegExp(
  `^${GAP}*(?:([0-9]{1,3})([.)])|\\([0-9]{1,3}\\)|\\(?[A-Za-z]\\)|[-*•‣▪◦–—·])${GAP}+(?=[^${SPACES}])`,
);

/** Languages in which `3.` is "third" as well, so that a number alone says nothing. */
const ORDINAL_DOT = new Set(
  "az bs cs da de dsb et eu fi fo hr hsb hu is lb lv me mk nb nn no pl sk sl sr tr".split(" "),
);

/** A line as its items, one without a mark where it is no list: as exporters/text/items.py cuts it. */
export function items(line: string, language: string | null): Item[] {
  const found = MARK.exec(line);
  if (found === null) return [{ mark: "", rest: line }];
  const [mark, digits, sign = ""] = found;
  let number = Number(digits ?? Number.NaN);
  if (sign === "." && !isList(line, number, language)) return [{ mark: "", rest: line }];
  const all: Item[] = [];
  let at = 0;
  let end = mark.length;
  for (;;) {
    const next = Number.isNaN(number) ? null : nextMark(line, end, ++number, sign);
    if (next === null) return [...all, { mark: line.slice(at, end), rest: line.slice(end) }];
    all.push({ mark: line.slice(at, end), rest: line.slice(end, next.start) });
    at = next.start;
    end = next.end;
  }
}

/** Whether a line begins with a mark, of whatever language it is. */
export function beginsItem(line: string): boolean {
  return MARK.test(line);
}

function isList(line: string, number: number, language: string | null): boolean {
  return !ORDINAL_DOT.has(languageCode(language)) || nextMark(line, 0, number + 1, ".") !== null;
}

function nextMark(
  line: string,
  from: number,
  number: number,
  sign: string,
): { start: number; end: number } | null {
  const mark = new RegExp(`(?<=${GAP})${number}[${sign}]${GAP}+(?=[^${SPACES}])`, "g");
  mark.lastIndex = from;
  const found = mark.exec(line);
  return found === null ? null : { start: found.index, end: found.index + found[0].length };
}
