import { expect, it } from "vitest";
import {
  bpeDecoder,
  byteFallback,
  strip,
  wordPieceDecoder,
} from "../../../src/text/decoder/TokenDecoder";

it("makes bytes that are a text that text, and others a sign each", () => {
  expect(byteFallback(["a", "<0xC3>", "<0xA9>", "b"])).toEqual(["a", "é", "b"]);
  expect(byteFallback(["<0xC3>", "<0xC3>"])).toEqual(["\ufffd", "\ufffd"]);
  expect(byteFallback(["<0xZZ>"])).toEqual(["<0xZZ>"]);
});

it("strips no more than it may", () => {
  expect(strip(" ", 1, 0)(["  a", "b", " "])).toEqual([" a", "b", ""]);
  expect(strip("x", 1, 1)(["xax", "x"])).toEqual(["a", ""]);
});

it("joins what goes on, and takes out spaces that English has not", () => {
  const tokens = ["do", "n't", "##s", "!"];
  expect(wordPieceDecoder("##", true)(tokens).join("")).toBe("don'ts!");
  expect(wordPieceDecoder("##", false)(tokens).join("")).toBe("do n'ts !");
});

it("ends a word at a suffix but for the last", () => {
  expect(bpeDecoder("</w>")(["low</w>", "er</w>"]).join("")).toBe("low er");
});
