import { describe, expect, test } from "vitest";
import { type Found, seriesOf } from "../../src/benchmark/Run";
import { condition } from "../../src/benchmark/Surroundings";
import { judged } from "../../src/benchmark/Validity";
import { run } from "./Runs";

const bad = { passed: false, sentences: 2, equal: 1, relative_error: 0.5, tolerance: 0.25 };
const wrong = { ...bad, difference: { text: "Good.", found: "bad", expected: "good" } };
const calm = run().conditions;
const { measured } = run();
const small = { ...measured.memory, peak_with_swap_bytes: 99 };

/** What has one fault, by its reason. */
const FAULTS: Record<string, Found> = {
  failed: { ...run(), exit_status: 1, error: "no memory", measured: null },
  cancelled: { ...run(), exit_status: 130, error: "it was cancelled", measured: null },
  goldens: { ...run(), goldens: wrong },
  spread: run([1, 1, 1.3]),
  hidden: run([1, 1, 1], { hidden: 2 }),
  power_save: { ...run(), conditions: { ...calm, end: { ...condition(null), power_save: true } } },
  debug_build: { ...run(), app: { ...run().app, build_type: "debug" } },
  memory: { ...run(), measured: { ...measured, memory: small } },
};

describe("a run", () => {
  test("that nothing speaks against is valid", () => {
    const found = judged(run());
    expect(found).toMatchObject({ valid: true, reasons: [], notes: [] });
  });

  test.each(Object.entries(FAULTS))(
    "with the fault %s has that reason, and only that",
    (code, fault) => {
      const found = judged(fault);
      expect(found.reasons.map((reason) => reason.code)).toEqual([code]);
      expect(found.valid).toBe(false);
    },
  );

  test("is accepted up to the bound of what is accepted", () => {
    expect(judged(run([0.95, 1, 1.05])).valid).toBe(true);
    const full = { ...measured.memory, peak_with_swap_bytes: 100 };
    expect(judged({ ...run(), measured: { ...measured, memory: full } }).valid).toBe(true);
    expect(judged(run([1, 1, 1], { hidden: null })).valid).toBe(true);
  });

  test("names a golden that differs with both answers", () => {
    const [reason] = judged({ ...run(), goldens: wrong }).reasons;
    expect(reason?.message).toBe(
      'the golden inputs have a relative error of 0.500, 0.25 allowed: "Good." gave bad, PyTorch gives good',
    );
  });

  test("is noted where the spread cannot see what was wrong", () => {
    const even = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? 20 : 20.3));
    const asleep = judged(run([...even, 600_000]));
    expect(asleep.notes.map((note) => note.code)).toEqual(["outliers"]);
    expect(asleep.notes[0]?.message).toContain("600000.0 ms once, and 20.3 ms");
    expect(judged(run(even)).notes).toEqual([]);
  });

  test("says what a coarse timer cannot see, and what samples it made of that", () => {
    const said = (step: number | null, batch = 1) =>
      judged(run([2, 2, 2], { timer_ms: step }, batch)).notes.map((note) => note.message);
    const begins = "the browser's timer steps by 0.1 ms, and the short sentence takes 2.00 ms";
    expect(said(0.1)).toEqual([`${begins}: smaller differences are not seen`]);
    expect(said(0.1, 5)).toEqual([`${begins}: each of its samples is the mean of 5 passes`]);
    expect(said(0.04)).toEqual([]);
    expect(said(null)).toEqual([]);
  });

  test("speaks of the shortest sentence's timer", () => {
    const short = run([2], { timer_ms: 0.1 }).measured.sentences[0]!;
    const long = { ...short, name: "longest", total_ms: seriesOf([80]) };
    const both = { ...measured, sentences: [long, short] };
    const found = judged({ ...run([2], { timer_ms: 0.1 }), measured: both });
    expect(found.notes[0]?.message).toContain("the short sentence");
  });
});
