import { now } from "./Clock";

/** How many passes there were, and how long one of the last ones took. */
export interface Warmed {
  readonly passes: number;
  readonly passMs: number;
}

/**
 * Passes without a sample: `warmups` of them, and as many again until they are no longer getting
 * faster. A browser first runs code as it is quickest to make, and translates what is called often
 * anew, meanwhile, in another thread: nothing tells when it is done. `run` gives the milliseconds
 * of a pass.
 */
export async function warmed(warmups: number, run: () => Promise<number>): Promise<Warmed> {
  const began = now();
  const windows: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let calm = 0;
  const wanted = Math.max(warmups, 1);
  while (calm < CALM && windows.length < WINDOWS && now() - began < LONGEST_MS) {
    let least = Number.POSITIVE_INFINITY;
    for (let pass = 0; pass < wanted; pass++) least = Math.min(least, await run());
    calm = least < best * (1 - FASTER) ? 0 : calm + 1;
    best = Math.min(best, least);
    windows.push(least);
  }
  const passes = windows.length * wanted;
  return { passes, passMs: (now() - began) / passes };
}

/** The fastest pass of a window that is so much faster than all before shows that it is not settled. */
const FASTER = 0.03;

/** So many windows in a row show that it is. */
const CALM = 2;

/** Bounds, as a busy machine never settles. */
const WINDOWS = 20;
const LONGEST_MS = 5000;
