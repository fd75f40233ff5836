import { expect, test } from "vitest";
import { relativeError } from "../../src/goldens/RelativeError";

const EXPECTED = [
  [1, 2],
  [3, -2],
];

test("it is the distance over what tells the cases apart", () => {
  const found = [Float32Array.of(1, 2.5), Float32Array.of(3, -2)];
  // The mean is (2, 0), so what is left of it has the norm sqrt(1 + 4 + 1 + 4).
  expect(relativeError(EXPECTED, found)).toBeCloseTo(0.5 / Math.sqrt(10), 12);
  expect(relativeError(EXPECTED, EXPECTED)).toBe(0);
});

test("who always gives the mean answer has an error of 1", () => {
  const found = [Float32Array.of(2, 0), Float32Array.of(2, 0)];
  expect(relativeError(EXPECTED, found)).toBeCloseTo(1, 12);
});

test("answers that are all alike are measured against their size", () => {
  const alike = [[100], [100]];
  expect(relativeError(alike, [[100], [101]])).toBeCloseTo(1 / (0.01 * Math.sqrt(20_000)), 12);
  expect(relativeError([[0]], [[0]])).toBe(0);
});

test("what is no number has no error", () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(relativeError(EXPECTED, [Float32Array.of(1, wrong), Float32Array.of(3, -2)])).toBeNull();
  }
});
