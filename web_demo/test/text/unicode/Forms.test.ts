import { expect, it } from "vitest";
import { normalized } from "../../../src/text/unicode/Forms";
import { lowercase } from "../../../src/text/unicode/Lowercase";

it("has characters of Unicode 9 as the platform has them", () => {
  const text = "Ünïcöde u\u0308\u0323 \uAC01 ﬁ ½ \u1100\u1161\u11A8 \u{1d15e}";
  expect(normalized(text, "NFC")).toBe(text.normalize("NFC"));
  expect(normalized(text, "NFKD")).toBe(text.normalize("NFKD"));
});

/** U+32FF came with Unicode 12.1, U+0898 is a mark of Unicode 14. */
it("lets later characters stay, whatever the platform knows", () => {
  expect(normalized("\u32FF", "NFKC")).toBe("\u32FF");
  expect("\u32FF".normalize("NFKC")).not.toBe("\u32FF");
  expect(normalized("a\u0898\u0323", "NFC")).toBe("a\u0898\u0323");
});

it("has the lower case of single letters", () => {
  expect(lowercase("ΟΣ İ ß \u{10400}")).toBe("οσ i\u0307 ß \u{10428}");
});
