import { expect, it } from "vitest";
import {
  codeBefore,
  codeCount,
  isBlank,
  trimmed,
  withoutLoneSurrogates,
} from "../../../src/text/unicode/CodePoints";

it("reads characters backwards, whole or halves", () => {
  expect(codeBefore("a\u{1f600}", 3)).toBe(0x1f600);
  expect(codeBefore("a\udc00", 2)).toBe(0xdc00);
  expect(codeBefore("é", 1)).toBe(0xe9);
  expect(codeCount("a\u{1f600}\ud800")).toBe(3);
});

it("takes for whitespace what Python does", () => {
  expect(trimmed("\u0085\u001c\u3000 a\u200bb \u2028\t")).toBe("a\u200bb");
  expect([isBlank(""), isBlank("\u00a0"), isBlank("\ufeff"), isBlank("\u180e")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("puts U+FFFD for halves of characters", () => {
  expect(withoutLoneSurrogates("\ud800a\udc00\u{1f600}")).toBe("\ufffda\ufffd\u{1f600}");
});
