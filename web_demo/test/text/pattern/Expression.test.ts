import { describe, expect, it } from "vitest";
import { Refused } from "../../../src/Refused";
import { Expression } from "../../../src/text/pattern/Pattern";

function found(pattern: string, text: string): string[] {
  return new Expression(pattern)
    .spans(text)
    .filter(({ matches }) => matches)
    .map(({ start, end }) => text.slice(start, end));
}

/** Each is also so by the platform's expressions of Java, where those mean the same. */
describe("finds what is meant", () => {
  it.each([
    ["a+b|abc", "xaab abc", ["aab", "ab"]],
    ["a*?b", "aaab", ["aaab"]],
    ["\\s+(?!\\S)|\\s+", "a   b  ", ["  ", " ", "  "]],
    ["(?<=a)b|(?<!a)c", "ab ac bc c", ["b", "c", "c"]],
    ["a{2,3}", "aaaaaaa", ["aaa", "aaa"]],
    ["(?:ab)*c", "ababc c", ["ababc", "c"]],
    ["(?:ab){1,2}", "ababab", ["abab", "ab"]],
    ["[^a-c\\s]+", "abcd e", ["d", "e"]],
    ["[\\]a-]+", "a]-b", ["a]-"]],
    ["\\Aa|a\\z", "aba", ["a", "a"]],
    ["^b|b$", "a\nb\nb", ["b", "b"]],
    ["\\bfoo\\b", "foo food foo", ["foo", "foo"]],
    ["\\Bo\\B", "foo", ["o"]],
    ["a\\Z", "a\na\n", ["a"]],
    ["x?", "axb", ["", "x", ""]],
    ["\\x{61}\\u0062", "abab", ["ab", "ab"]],
    ["(?:a|ab)(?:c|bcd)", "abcd", ["abcd"]],
    ["a++b", "aaab", ["aaab"]],
    ["a++ab", "aaab", []],
    [".", "a\nb", ["a", "b"]],
    ["(?i:'S|'t)", "it's 'S 'T", ["'s", "'S", "'T"]],
    ["\\p{L}+|\\P{L}", "ab1", ["ab", "1"]],
    ["\\p{^L}", "a1", ["1"]],
    ["(?=a).", "ab", ["a"]],
    ["a{2}", "aaa", ["aa"]],
    ["[\\n\\r\\t]| {2,}", "a\t b  c", ["\t", "  "]],
    ["a+?", "aaa", ["a", "a", "a"]],
    ["(?:ab)??c", "abc", ["abc"]],
    ["(?:ab|c)++", "ababcc", ["ababcc"]],
    ["[[ab]c]+", "abcd", ["abc"]],
  ])("%s in %j", (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });
});

it("counts an empty match, but not where another one ended", () => {
  expect(new Expression("(?=b)|a").spans("abcb")).toEqual([
    { start: 0, end: 1, matches: true },
    { start: 1, end: 3, matches: false },
    { start: 3, end: 3, matches: true },
    { start: 3, end: 4, matches: false },
  ]);
});

it("takes characters beyond the first plane for one", () => {
  expect(found(".", "\u{1f600}")).toEqual(["\u{1f600}"]);
  expect(found("(?<=\\x{1F600})b", "\u{1f600}b ab")).toEqual(["b"]);
  expect(found("[\\x{1F600}-\\x{1F64F}]", "a\u{1f600}")).toEqual(["\u{1f600}"]);
});

it("takes for a space what Oniguruma does", () => {
  expect(found("\\s", "\u0085a\u2028\u200b\ufeff\u3000")).toEqual(["\u0085", "\u2028", "\u3000"]);
});

it("needs no deep stack for a long run", () => {
  expect(found("a+b?", "a".repeat(200_000)).length).toBe(1);
});

describe("refuses what is not served", () => {
  it.each([
    ..."(a|a)|[a|*a|a**|(a)\\1|\\h|\\p{Greek}|(?m:a)|(?<n>a)|(?>a)|[[:alpha:]]".split("|"),
    ..."[a&&b]|(?<=a+)b|(?:a?)*|(?i:ä)|(?i:[a-z])|[z-a]|a{1,2}{3}|\\|\\X".split("|"),
  ])("%s", (pattern) => {
    expect(() => new Expression(pattern)).toThrow(Refused);
  });
});
