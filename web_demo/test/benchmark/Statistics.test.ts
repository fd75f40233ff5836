import { describe, expect, test } from "vitest";
import { median, type Statistics, statistics } from "../../src/benchmark/Statistics";
import { recorded } from "../fixtures";

interface Case {
  readonly name: string;
  readonly samples: number[];
  readonly statistics: Statistics;
}

const { cases } = recorded("statistics.json") as { cases: Case[] };

describe("statistics", () => {
  test.each(cases)("every language says the same of $name", ({ samples, statistics: right }) => {
    const found = statistics(samples);
    expect(Object.keys(found).sort()).toEqual(Object.keys(right).sort());
    for (const name of Object.keys(right) as (keyof Statistics)[]) {
      const apart = Math.abs(found[name] - right[name]);
      expect(apart, name).toBeLessThanOrEqual(1e-9 * Math.max(1e-300, Math.abs(right[name])));
    }
  });

  test("of no samples nothing is said", () => {
    expect(() => statistics([])).toThrow(RangeError);
  });

  test("samples stay as they are, and another way to interpolate is found out", () => {
    const samples = [4, 1, 2];
    expect(statistics(samples).p90).toBeCloseTo(3.6, 9);
    expect(median([10, 9, 1, 2])).toBe(5.5);
    expect(samples).toEqual([4, 1, 2]);
  });
});
