import { ENCODE } from "../manifest/State";
import { rounded } from "./Clock";
import { type Sentence, type Series, seriesOf, type TranslationTimes } from "./Run";

/** A call of a method, in milliseconds of a monotonic clock. */
export interface Called {
  readonly method: string;
  readonly began: number;
  readonly ended: number;
}

/** Moments of a pass: before the text, after its ids, after the program, after the answer. */
export type Marks = readonly [began: number, encoded: number, ran: number, ended: number];

/**
 * One sentence, from text to text. `step`: the method that a translator calls for each token, null
 * for a classifier.
 */
export interface Pass {
  readonly marks: Marks;
  readonly calls: readonly Called[];
  readonly sourceTokens: number;
  readonly targetTokens: number | null;
  readonly answer: string;
  readonly step: string | null;
}

/** Passes of which each began when the one before it ended, so that the clock is rounded once for all of them. */
export type Sample = readonly Pass[];

export function totalMs(sample: Sample): number {
  return (sample.at(-1)!.marks[3] - sample[0]!.marks[0]) / sample.length;
}

/** All samples of one sentence as run.json has them. `warmed`: passes before those. */
export function sentence(
  name: string,
  text: string,
  samples: readonly Sample[],
  warmed: number,
): Sentence {
  const passes = samples.flat();
  const first = passes[0]!;
  const run_ms = series(samples.map((it) => between(it, 1)));
  const methods = [...new Set(first.calls.map((call) => call.method))];
  return {
    name,
    text,
    source_tokens: first.sourceTokens,
    target_tokens: first.targetTokens,
    answer: first.answer,
    total_ms: series(samples.map(totalMs)),
    tokenize_ms: series(samples.map((it) => between(it, 0))),
    run_ms,
    detokenize_ms: series(samples.map((it) => between(it, 2))),
    methods: Object.fromEntries(methods.map((method) => [method, series(calls(passes, method))])),
    translation: translation(passes, first, run_ms),
    batch: samples[0]!.length,
    warmed,
  };
}

export function series(samples: readonly number[]): Series {
  return seriesOf(samples.map(rounded));
}

/** The mean of a sample's passes, from the mark `at` to the next. */
function between(sample: Sample, at: 0 | 1 | 2): number {
  const times = sample.map(({ marks }) => marks[at + 1]! - marks[at]!);
  return times.reduce((sum, time) => sum + time, 0) / sample.length;
}

function calls(passes: readonly Pass[], method: string): number[] {
  const own = passes.flatMap((pass) => pass.calls.filter((call) => call.method === method));
  return own.map(({ began, ended }) => ended - began);
}

function translation(
  passes: readonly Pass[],
  first: Pass,
  run_ms: Series,
): TranslationTimes | null {
  const { step, targetTokens } = first;
  if (step === null || targetTokens === null) return null;
  const steps = passes.map((pass) => pass.calls.filter((call) => call.method === step));
  const apart = steps.flatMap((each) =>
    each.slice(1).map((call, at) => call.ended - each[at]!.ended),
  );
  const { p50 } = run_ms.statistics;
  return {
    encode_ms: series(calls(passes, ENCODE)),
    first_token_ms: series(passes.map(({ marks }, at) => steps[at]![0]!.ended - marks[1])),
    // A translation of one step has no time between steps: its only step stands for it.
    per_token_ms: series(apart.length > 0 ? apart : calls(passes, step)),
    tokens_per_second: p50 > 0 ? rounded((SECOND_MS * targetTokens) / p50) : 0,
  };
}

const SECOND_MS = 1000;
