import { describe, expect, test } from "vitest";
import { batchOf, rounded, stepOf, timed } from "../../src/benchmark/Clock";

/** A clock that is looked at every 7 microseconds, and rounds down to `stepMs`. */
function roundedClock(stepMs: number) {
  let looks = 0;
  return () => Math.floor((7e-3 * looks++) / stepMs) * stepMs;
}

describe("a clock", () => {
  test.each([1, 0.1, 0.02])("that steps by %d ms is found to", (step) => {
    expect(stepOf(roundedClock(step))).toBeCloseTo(step, 5);
  });

  test("that stands still has no step", () => {
    expect(stepOf(() => 3)).toBeNull();
  });

  test("that jumps when a program is interrupted is not taken for a coarse one", () => {
    const fine = roundedClock(0.1);
    let [looks, jumped] = [0, 0];
    expect(
      stepOf(() => {
        if (looks++ % 50 === 0) jumped += 12;
        return fine() + jumped;
      }),
    ).toBeCloseTo(0.1, 5);
  });

  test("of this machine is finer than a millisecond", () => {
    expect(stepOf()).toBeLessThan(1);
  });

  test("a sample is of so many passes that a step is at most a hundredth of one", () => {
    expect(batchOf(0.005, 4)).toBe(1);
    expect(batchOf(0.1, 4)).toBe(3);
    expect(batchOf(1, 4)).toBe(25);
    expect(batchOf(1, 0)).toBe(1000);
    expect(batchOf(null, 4)).toBe(1);
  });

  test("rounds to ten thousandths, and times what it is given", async () => {
    expect(rounded(1.23456789)).toBe(1.2346);
    const [milliseconds, result] = await timed(async () => 7);
    expect(result).toBe(7);
    expect(milliseconds).toBeGreaterThanOrEqual(0);
  });
});
