import { codeAt, codeBefore, isBlank, trimmedEnd, trimmedStart } from "../unicode/CodePoints";
import { isWide } from "../unicode/Letters";
import { beginsItem } from "./Items";

const LINE_BREAKS = "\\r\\n\\v\\f\\u0085\\u2028\\u2029";
const RUNS = new RegExp(`[${LINE_BREAKS}]+|[^${LINE_BREAKS}]+`, "g");
const SINGLE = new Set(["\n", "\r", "\r\n", "\u0085", "\u2028"]);

/** Runs without a line break and runs of line breaks, in turn. */
export function lines(text: string): string[] {
  return text.match(RUNS) ?? [];
}

/** A text with its wrapped lines joined: exporters/text/lines.py says where a break stays. */
export function joinedLines(text: string): string {
  const runs = lines(text);
  let made = "";
  for (const [at, run] of runs.entries()) {
    const following = runs[at + 1] ?? "";
    if (SINGLE.has(run) && goesOn(runs[at - 1] ?? "", following)) {
      const before = trimmedEnd(made);
      const rest = trimmedStart(following);
      runs[at + 1] = rest;
      const isDense = isWide(codeBefore(before, before.length)) && isWide(codeAt(rest, 0));
      made = before + (isDense ? "" : " ");
    } else {
      made += run;
    }
  }
  return made;
}

function goesOn(before: string, following: string): boolean {
  return !isBlank(before) && !isBlank(following) && !beginsItem(following);
}
