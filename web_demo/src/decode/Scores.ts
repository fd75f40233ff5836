import type { GenerationSettings } from "../manifest/GenerationSettings";
import { Refused } from "../Refused";

/**
 * The arithmetic of a search, in float32 as in exporters/decode/scores.py: what rounds away there
 * (a score of -5 beside one of -1e9) decides ties.
 */
export function logSoftmax(row: Float32Array): void {
  const count = row.length;
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const score = row[at]!;
    // What is no number is taken, and makes all so, as in Python.
    if (!(score <= largest)) largest = score;
  }
  let sum = 0;
  for (let at = 0; at < count; at++) sum += exponential(Math.fround(row[at]! - largest));
  const whole = Math.fround(Math.log(sum));
  for (let at = 0; at < count; at++) row[at] = Math.fround(row[at]! - largest) - whole;
}

/** The index of the largest; the first of equals, and the first that is no number, where one is none. */
export function likeliest(row: Float32Array): number {
  let best = 0;
  let score = row[0] ?? Number.NaN;
  for (let at = 0; at < row.length; at++) {
    const found = row[at]!;
    if (Number.isNaN(found)) return at;
    if (found > score) {
      best = at;
      score = found;
    }
  }
  return best;
}

/** Places of some scores, and those scores, largest first; what is no number comes before all. */
export interface Best {
  readonly places: Int32Array;
  readonly scores: Float32Array;
}

/**
 * The `count` largest of the rows put one after the other, after offsets[i] was added to row i; the
 * first of equals wins. One pass, as nearly all scores are below the smallest that was kept.
 */
export function best(rows: readonly Float32Array[], offsets: Float32Array, count: number): Best {
  const places = new Int32Array(count);
  const scores = new Float32Array(count);
  const last = count - 1;
  let kept = 0;
  let start = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const offset = offsets[at]!;
    for (let word = 0; word < row.length; word++) {
      const score = Math.fround(row[word]! + offset);
      if (kept === count && score <= scores[last]!) continue;
      let place = kept < count ? kept++ : last;
      while (place > 0 && (scores[place - 1]! < score || Number.isNaN(score))) {
        scores[place] = scores[place - 1]!;
        places[place] = places[place - 1]!;
        place--;
      }
      scores[place] = score;
      places[place] = start + word;
    }
    start += row.length;
  }
  return { places: places.subarray(0, kept), scores: scores.subarray(0, kept) };
}

/** The same of one row as it is. */
export function bestOf(row: Float32Array, count: number): Best {
  return best([row], new Float32Array(1), count);
}

/**
 * e^x for x <= 0, to 1e-7 of it: 2^n * e^r with |r| <= ln 2 / 2 and the polynomial of Cephes
 * (expf.c, S. Moshier). A search takes it of every word at every step, and Math.exp takes longer.
 */
export function exponential(x: number): number {
  if (x < LEAST) return 0;
  const n = (x * Math.LOG2E - 0.5) | 0;
  const r = x - n * Math.LN2;
  let power = 1.98756915e-4;
  power = power * r + 1.3981999507e-3;
  power = power * r + 8.3334519073e-3;
  power = power * r + 4.1665795894e-2;
  power = power * r + 1.6666665459e-1;
  power = power * r + 5.0000001201e-1;
  return (power * r * r + r + 1) * POWERS[-n]!;
}

/** Below, float32 has no number that is not 0 or all but that. */
const LEAST = -87.3;

/** 2^-n. */
const POWERS = Float64Array.from({ length: 128 }, (_, n) => 2 ** -n);

/**
 * The best of a step's scores, which is no number where any is none. Settings that let the end grow
 * likelier may make it infinitely likely, as in transformers.
 */
export function refuseNoNumber(score: number, settings: GenerationSettings): void {
  const isInfinite = score === Number.POSITIVE_INFINITY && settings.decay === null;
  if (!Number.isNaN(score) && !isInfinite) return;
  const name = Number.isNaN(score) ? "nan" : "inf";
  throw new Refused(
    `the program answers with a score of ${name}, and nothing can be chosen by that; export it again, ` +
      "or set remove_invalid_values in generation_config.json before",
  );
}
