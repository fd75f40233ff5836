import { expect, test } from "vitest";
import { best, bestOf, exponential, likeliest, logSoftmax } from "../../src/decode/Scores";

test("the exponential is that of the platform to 2e-7 of it", () => {
  for (let step = 0; step <= 8700; step++) {
    const x = Math.fround(-step / 100);
    expect(Math.abs(exponential(x) / Math.exp(x) - 1), `e^${x}`).toBeLessThan(2e-7);
  }
  expect(exponential(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(exponential(0)).toBe(1);
});

test("probabilities add up to one, and what is forbidden stays forbidden", () => {
  const row = Float32Array.from({ length: 1000 }, (_, at) => 8 * Math.sin(at * at));
  row[7] = Number.NEGATIVE_INFINITY;
  logSoftmax(row);
  expect(row.reduce((sum, score) => sum + Math.exp(score), 0)).toBeCloseTo(1, 6);
  expect(row[7]).toBe(Number.NEGATIVE_INFINITY);
});

test("the largest come first, of equals the first", () => {
  const rows = [Float32Array.of(1, 3, 3), Float32Array.of(4, 2, -1)];
  const found = best(rows, Float32Array.of(0, -1), 4);
  expect([...found.places]).toEqual([1, 2, 3, 0]);
  expect([...found.scores]).toEqual([3, 3, 3, 1]);
});

test("as many are found as there are, and forbidden ones in their order", () => {
  const row = Float32Array.of(Number.NEGATIVE_INFINITY, 1, Number.NEGATIVE_INFINITY);
  expect([...bestOf(row, 8).places]).toEqual([1, 0, 2]);
});

test("what is no number comes before all", () => {
  const row = Float32Array.of(1, Number.NaN, 7, Number.NaN);
  expect(likeliest(row)).toBe(1);
  expect(likeliest(Float32Array.of(1, 7, 7))).toBe(1);
  expect(bestOf(row, 1).scores[0]).toBeNaN();
  logSoftmax(row);
  expect(row.every(Number.isNaN)).toBe(true);
});
