import { describe, expect, test } from "vitest";
import { warmed } from "../../src/benchmark/Warming";

describe("warming up", () => {
  /** How many passes there are of a program whose passes take these times, the last of them from then on. */
  async function passes(warmups: number, times: number[]): Promise<number> {
    let asked = 0;
    const { passes } = await warmed(
      warmups,
      async () => times[Math.min(asked++, times.length - 1)]!,
    );
    expect(passes).toBe(asked);
    return passes;
  }

  test("ends after the passes that were asked for and two windows more that were not faster", async () => {
    expect(await passes(5, [4])).toBe(15);
    expect(await passes(2, [4])).toBe(6);
  });

  test("goes on while passes are getting faster", async () => {
    const faster = Array.from({ length: 40 }, (_, at) => 40 - at / 2);
    expect(await passes(5, [...faster, 4])).toBeGreaterThan(40);
  });

  test("ends where passes always get faster", async () => {
    let time = 1e9;
    const { passes } = await warmed(3, async () => {
      time /= 2;
      return time;
    });
    expect(passes).toBe(60);
  });

  test("runs once at least, and says how long a pass took", async () => {
    const { passes, passMs } = await warmed(0, async () => 1);
    expect(passes).toBe(3);
    expect(passMs).toBeGreaterThanOrEqual(0);
  });
});
