/** Milliseconds since some moment, which never go back. */
export type Clock = () => number;

export const now: Clock = () => performance.now();

/** Four digits of a millisecond: finer than the clock of any browser. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * DIGITS) / DIGITS;
}

/** [milliseconds, what it gave]. */
export async function timed<T>(work: () => Promise<T> | T): Promise<readonly [number, T]> {
  const began = now();
  const result = await work();
  return [rounded(now() - began), result];
}

/**
 * The smallest step that a clock was seen to make, in milliseconds: browsers round their clocks to
 * 5 microseconds up to a whole millisecond, and say nowhere to how much. Null where it stands still.
 */
export function stepOf(clock: Clock = now): number | null {
  let least = Number.POSITIVE_INFINITY;
  let last = clock();
  for (let steps = 0, looks = 0; steps < STEPS && looks < LOOKS; looks++) {
    const next = clock();
    if (next <= last) continue;
    least = Math.min(least, next - last);
    last = next;
    steps++;
  }
  return Number.isFinite(least) ? Math.round(least * FINE) / FINE : null;
}

/**
 * How many passes one sample must be the mean of, so that a step of the clock is at most `FINEST`
 * of a pass. `passMs`: of one pass, 0 where it is too short to be seen.
 */
export function batchOf(stepMs: number | null, passMs: number): number {
  if (stepMs === null) return 1;
  const enough = passMs > 0 ? Math.ceil(stepMs / (FINEST * passMs)) : LARGEST_BATCH;
  return Math.min(Math.max(enough, 1), LARGEST_BATCH);
}

const DIGITS = 1e4;

/** Nanoseconds of a millisecond. */
const FINE = 1e6;

/** A program that is interrupted sees large steps; among so many there is a small one. */
const STEPS = 30;

/** A clock of whole milliseconds steps within some ten thousand looks. */
const LOOKS = 5_000_000;

/** Half of what a note is made of (Validity): a pass may turn out faster than those before. */
const FINEST = 0.01;
const LARGEST_BATCH = 1000;
