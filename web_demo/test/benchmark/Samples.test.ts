import { describe, expect, test } from "vitest";
import {
  type Called,
  type Pass,
  type Sample,
  sentence,
  totalMs,
} from "../../src/benchmark/Samples";

/** A translation that begins at `at`: 1 ms of tokenizing, 6 of encoding, steps of 2 with 1 between, 1 of words. */
function translated(at: number, steps: number): Pass {
  const calls: Called[] = [{ method: "encode", began: at + 1, ended: at + 7 }];
  for (let step = 0; step < steps; step++) {
    calls.push({ method: "decode", began: at + 8 + 3 * step, ended: at + 10 + 3 * step });
  }
  const ran = at + 7 + 3 * steps;
  return {
    marks: [at, at + 1, ran, ran + 1],
    calls,
    sourceTokens: 5,
    targetTokens: steps,
    answer: "Olá.",
    step: "decode",
  };
}

describe("samples of a sentence", () => {
  test("are the parts of it, each call by itself", () => {
    const found = sentence("short", "Hi.", [[translated(0, 2)], [translated(50, 2)]], 15);
    expect(found.total_ms.samples).toEqual([14, 14]);
    expect(found.tokenize_ms.samples).toEqual([1, 1]);
    expect(found.run_ms.samples).toEqual([12, 12]);
    expect(found.detokenize_ms.samples).toEqual([1, 1]);
    expect(found.methods.encode?.samples).toEqual([6, 6]);
    expect(found.methods.decode?.samples).toEqual([2, 2, 2, 2]);
    expect(found.translation?.first_token_ms.samples).toEqual([9, 9]);
    expect(found.translation?.per_token_ms.samples).toEqual([3, 3]);
    expect(found.translation?.tokens_per_second).toBeCloseTo(2000 / 12, 3);
    expect(found).toMatchObject({ source_tokens: 5, target_tokens: 2, answer: "Olá." });
    expect(found).toMatchObject({ batch: 1, warmed: 15 });
  });

  test("one step stands for what is between steps", () => {
    expect(
      sentence("short", "Hi.", [[translated(0, 1)]], 0).translation?.per_token_ms.samples,
    ).toEqual([2]);
  });

  test("a sample of several passes is their mean, of a clock that was rounded once for them all", () => {
    const chained = [translated(0, 2)];
    while (chained.length < 5) chained.push(translated(chained.at(-1)!.marks[3], 2));
    // Seen by a clock of 5 ms, no pass of 14 is right, and all five together are.
    const seen: Sample = chained.map((pass) => {
      const [one, two, three, four] = pass.marks.map((mark) => Math.floor(mark / 5) * 5);
      return { ...pass, marks: [one!, two!, three!, four!] };
    });
    expect(seen.map(({ marks }) => marks[3] - marks[0])).not.toContain(14);
    expect(totalMs(seen)).toBe(14);
    const found = sentence("short", "Hi.", [seen], 0);
    const parts = [found.tokenize_ms, found.run_ms, found.detokenize_ms];
    expect(parts.reduce((sum, part) => sum + part.samples[0]!, 0)).toBeCloseTo(14, 9);
    expect(found.batch).toBe(5);
  });

  test("a classifier has no translation", () => {
    const pass: Pass = { ...translated(0, 1), targetTokens: null, step: null };
    expect(sentence("short", "Hi.", [[pass]], 0).translation).toBeNull();
  });
});
