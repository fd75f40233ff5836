import type { Bias, Decay } from "../manifest/GenerationSettings";

/**
 * Scores of one hypothesis that become smaller or larger, but are not taken away, in float32 as in
 * exporters/decode/penalties.py. `said`: its tokens up to now.
 */
export function addBias(row: Float32Array, said: readonly number[], biases: readonly Bias[]): void {
  const added = new Map<number, number>();
  for (const { tokens, added: sum } of biases) {
    const token = tokens.at(-1);
    if (token === undefined || !endsWith(said, tokens, tokens.length - 1)) continue;
    added.set(token, Math.fround((added.get(token) ?? 0) + Math.fround(sum)));
  }
  for (const [token, sum] of added) row[token] = row[token]! + sum;
}

/** Whether the last of `said` are the first `count` of `tokens`. */
export function endsWith(
  said: readonly number[],
  tokens: readonly number[],
  count: number,
): boolean {
  if (count > said.length) return false;
  const begin = said.length - count;
  for (let at = 0; at < count; at++) if (said[begin + at] !== tokens[at]) return false;
  return true;
}

/** Makes each of `tokens` once as unlikely as `penalty` says; one without a score has none here. */
export function penalize(row: Float32Array, tokens: ReadonlySet<number>, penalty: number): void {
  const factor = Math.fround(penalty);
  for (const token of tokens) {
    const score = row[token];
    if (score !== undefined) row[token] = score < 0 ? score * factor : score / factor;
  }
}

/** Raises the ends after `said` tokens behind the start; one that was forbidden stays so. */
export function hurry(
  row: Float32Array,
  ends: readonly number[],
  decay: Decay,
  said: number,
): void {
  if (said <= decay.start) return;
  const share = Math.fround(decay.factor ** (said - decay.start) - 1);
  for (const end of ends) {
    const score = row[end]!;
    if (Number.isFinite(score)) row[end] = score + Math.fround(Math.abs(score) * share);
  }
}

/** No infinity and nothing that is no number is left. */
export function makeNumbers(row: Float32Array): void {
  for (let at = 0; at < row.length; at++) {
    const score = row[at]!;
    row[at] = Number.isNaN(score) ? 0 : Math.min(Math.max(score, -LARGEST), LARGEST);
  }
}

/** The largest number of float32. */
const LARGEST = 3.4028234663852886e38;
