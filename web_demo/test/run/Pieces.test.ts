import { expect, it } from "vitest";
import { pieces } from "../../src/run/Pieces";
import { rejoined } from "../../src/text/handling/Joining";
import { codeCount } from "../../src/text/unicode/CodePoints";
import { recorded } from "../fixtures";

interface Case {
  readonly text: string;
  readonly limit: number;
  readonly pieces: readonly (readonly [text: string, space: string])[];
}

const { cases } = recorded("pieces.json") as { cases: Case[] };

it("cuts texts where Python cuts them", () => {
  expect(cases.length).toBeGreaterThan(0);
  for (const { text, limit, pieces: expected } of cases) {
    const found = pieces(
      text,
      (line) => [line],
      (piece) => codeCount(piece) <= limit,
    );
    expect(
      found.map((piece) => [piece.text, piece.space]),
      `${limit} of ${text}`,
    ).toEqual(expected);
  }
});

it("never drops anything", () => {
  for (const { text, limit } of cases) {
    const found = pieces(
      text,
      (line) => [line],
      (piece) => piece.length <= limit,
    );
    expect(found.map((piece) => piece.text + piece.space).join("")).toBe(text);
  }
});

it("keeps what stands between sentences", () => {
  const found = pieces(
    "One. Two.\n\nThree.",
    (line) => line.split(/(?<=\. )/),
    () => true,
  );
  expect(found).toEqual([
    { text: "One.", space: " " },
    { text: "Two.", space: "" },
    { text: "", space: "\n\n" },
    { text: "Three.", space: "" },
  ]);
  expect(rejoined(found, ["Eins.", "Zwei.", "", "Drei."])).toBe("Eins. Zwei.\n\nDrei.");
});
