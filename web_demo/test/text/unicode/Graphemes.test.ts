import { expect, it } from "vitest";
import { graphemeEnd } from "../../../src/text/unicode/Graphemes";

function graphemes(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = graphemeEnd(text, at);
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}

it("keeps together what belongs together", () => {
  const whole = [
    ..."e\u0301\u0323|\r\n|\uAC01|\u1100\u1161\u11A8|1\uFE0F\u20E3|\u{1f1e9}\u{1f1ea}".split("|"),
    ..."\u{1f469}\u200D\u{1f469}\u200D\u{1f467}|\u0600a|\u0939\u093F".split("|"),
  ];
  for (const text of whole) expect(graphemes(text)).toEqual([text]);
  expect(graphemes(whole.join(""))).toEqual(whole);
});

it.each([
  [["a", "b"]],
  [["\n", "\u0301"]],
  [["\n", "\r"]],
  [["\u{1f1e9}\u{1f1ea}", "\u{1f1eb}"]],
  [["a\u200D", "\u{1f600}"]],
])("cuts what does not: %j", (parts) => {
  expect(graphemes(parts.join(""))).toEqual(parts);
});
