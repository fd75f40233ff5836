/**
 * What samples of a latency say: the twin of mobilec/benchmarking/statistics.py, both held to
 * tests/fixtures/statistics.json.
 *
 * `std`: with n - 1, 0 of one sample. `p50` ...: by linear interpolation between the two nearest
 * samples (type 7 of Hyndman and Fan, 1996). `trimmed_mean`: without the floor(n / 10) smallest and
 * as many of the largest. `cv`: std / mean. `spread`: the same of the samples that the trimmed mean
 * keeps. Both are 0 where the mean is 0.
 */
export interface Statistics {
  readonly count: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly trimmed_mean: number;
  readonly cv: number;
  readonly spread: number;
}

/** Of one sample or more. */
export function statistics(samples: readonly number[]): Statistics {
  if (samples.length === 0) throw new RangeError("statistics of no samples were asked for");
  const ordered = ascending(samples);
  const cut = Math.floor(ordered.length / TRIMMED);
  const kept = ordered.slice(cut, ordered.length - cut);
  return {
    count: ordered.length,
    mean: mean(ordered),
    std: std(ordered),
    min: ordered[0]!,
    p50: percentile(ordered, 50),
    p90: percentile(ordered, 90),
    p95: percentile(ordered, 95),
    p99: percentile(ordered, 99),
    max: ordered.at(-1)!,
    trimmed_mean: mean(kept),
    cv: share(std(ordered), mean(ordered)),
    spread: share(std(kept), mean(kept)),
  };
}

/** Half of the samples are less; of an even number the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return percentile(ascending(samples), 50);
}

/** Of ascending samples: the value at percent / 100 * (n - 1), between two neighbours. */
function percentile(ordered: readonly number[], percent: number): number {
  const place = (percent / 100) * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below]! + (place - below) * (ordered[above]! - ordered[below]!);
}

function ascending(samples: readonly number[]): number[] {
  return [...samples].sort((one, other) => one - other);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function mean(samples: readonly number[]): number {
  return sum(samples) / samples.length;
}

/** sqrt(sum (x - mean)^2 / (n - 1)); exactly 0 where all samples are equal. */
function std(ordered: readonly number[]): number {
  if (ordered[0] === ordered.at(-1)) return 0;
  const middle = mean(ordered);
  return Math.sqrt(sum(ordered.map((it) => (it - middle) ** 2)) / (ordered.length - 1));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** One in so many samples is left out at each end of the trimmed mean. */
const TRIMMED = 10;
