type Rows = readonly (readonly number[] | Float32Array)[];

/**
 * |found - expected| / |expected - its mean over the cases|, Frobenius norms of (cases, logits); as
 * exporters/verify/error.py. Null where a number is not finite.
 *
 * Centred, because only what differs between inputs tells them apart: a program that always gives
 * the mean answer has a high cosine and an error of 1.
 */
export function relativeError(
  expected: readonly (readonly number[])[],
  found: Rows,
): number | null {
  if (!found.every((row) => [...row].every(Number.isFinite))) return null;
  const width = expected[0]!.length;
  const mean = Array.from(
    { length: width },
    (_, at) => expected.reduce((sum, row) => sum + row[at]!, 0) / expected.length,
  );
  const norm = (number: (row: number, at: number) => number): number => {
    let sum = 0;
    for (let row = 0; row < expected.length; row++) {
      for (let at = 0; at < width; at++) sum += number(row, at) ** 2;
    }
    return Math.sqrt(sum);
  };
  const off = norm((row, at) => found[row]![at]! - expected[row]![at]!);
  const centred = norm((row, at) => expected[row]![at]! - mean[at]!);
  const size = norm((row, at) => expected[row]![at]!);
  return off / Math.max(centred, FLAT * size, SMALLEST);
}

/** Answers that vary less than this share of their size are measured against their size. */
const FLAT = 1e-2;

/** float32's own, as there is nothing to divide by where all answers are 0. */
const SMALLEST = 1.17549435e-38;
