import { expect, it } from "vitest";
import { lossy, strict, utf8 } from "../../../src/text/unicode/Utf8";

it("takes text there and back", () => {
  const text = "\ufeffaé語\u{1f600}\u0000";
  expect(strict(utf8(text))).toBe(text);
  expect(lossy(utf8(text))).toBe(text);
});

/** The examples of The Unicode Standard 15, table 3-8 and 3-11. */
it.each([
  [[0xc0, 0xaf, 0xe0, 0x41], "\ufffd\ufffd\ufffdA"],
  [[0x61, 0xe2, 0x82, 0x62], "a\ufffdb"],
  [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"],
  [[0xf0, 0x9f, 0x98], "\ufffd"],
  [[0xf4, 0x91, 0x92, 0x93, 0x41], "\ufffd\ufffd\ufffd\ufffdA"],
])("puts a sign for each longest beginning of a character: %j", (bytes, text) => {
  expect(lossy(Uint8Array.from(bytes))).toBe(text);
});

it("takes what is broken for no text where that is asked", () => {
  expect(strict(Uint8Array.of(0x61, 0xe2, 0x82))).toBeNull();
});
