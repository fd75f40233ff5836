import type { GenerationSettings } from "../manifest/GenerationSettings";
import { Constraints } from "./Constraints";
import { best, bestOf, logSoftmax, refuseNoNumber } from "./Scores";
import type { StepModel } from "./StepModel";

/** The score of a place that nobody has taken. */
const WORST = -1e9;

/** The hypotheses that go on, best first, with the sums of their log-probabilities. */
interface Running {
  readonly tokens: readonly (readonly number[])[];
  readonly scores: Float32Array;
}

/** The best translations so far, best first; `ended` is false for places still empty. */
interface Finished {
  readonly tokens: readonly (readonly number[])[];
  readonly scores: Float32Array;
  readonly ended: readonly boolean[];
}

/** Hypotheses with one token more, best first: more than there are beams, as some may end. */
interface Candidates {
  readonly tokens: readonly (readonly number[])[];
  readonly scores: Float32Array;
  readonly origins: readonly number[];
  readonly ends: readonly boolean[];
}

/**
 * Beam search as transformers does it (GenerationMixin._beam_search), step by step equal to
 * exporters/decode/beam.py. From the start token on.
 */
export async function beamSearch(
  model: StepModel,
  ids: readonly number[],
  settings: GenerationSettings,
  signal?: AbortSignal,
): Promise<number[]> {
  await model.encode(ids);
  const constraints = new Constraints(settings, ids);
  let running = start(settings);
  let finished = nothing(settings);
  while (true) {
    signal?.throwIfAborted();
    const last = running.tokens.map((tokens) => tokens.at(-1)!);
    const logits = await model.step(last, lengthOf(running) - 1);
    const candidates = candidatesOf(running, logits, constraints);
    finished = finishedWith(finished, candidates, settings);
    const kept = bestOf(unended(candidates), settings.numBeams);
    const places = [...kept.places];
    running = { tokens: places.map((place) => candidates.tokens[place]!), scores: kept.scores };
    const isOver = candidates.ends.every(Boolean) || !isImprovable(running, finished, settings);
    if (isOver) return [...finished.tokens[0]!];
    model.reorder(places.map((place) => candidates.origins[place]!));
  }
}

/** Tokens of each hypothesis; all have as many. */
function lengthOf(running: Running): number {
  return running.tokens[0]!.length;
}

/** One hypothesis and copies of it that count for nothing, or all beams would stay the same. */
function start(settings: GenerationSettings): Running {
  const scores = new Float32Array(settings.numBeams).fill(WORST);
  scores[0] = 0;
  return { tokens: Array.from(scores, () => [settings.startId]), scores };
}

function nothing(settings: GenerationSettings): Finished {
  const scores = new Float32Array(settings.numBeams).fill(WORST);
  const tokens = Array.from(scores, () => [settings.startId]);
  return { tokens, scores, ended: Array.from(scores, () => false) };
}

/** The best continuations of all hypotheses together; logits (beams, vocabulary), changed. */
function candidatesOf(
  running: Running,
  logits: readonly Float32Array[],
  constraints: Constraints,
): Candidates {
  const { settings } = constraints;
  for (const [at, row] of logits.entries()) {
    logSoftmax(row);
    constraints.apply(row, running.tokens[at]!);
  }
  const count = Math.max(2, 1 + settings.eosIds.length) * settings.numBeams;
  const chosen = best(logits, running.scores, count);
  refuseNoNumber(chosen.scores[0]!, settings);
  const vocabulary = logits[0]!.length;
  const origins = Array.from(chosen.places, (place) => Math.floor(place / vocabulary));
  const tokens = origins.map((origin, at) => [
    ...running.tokens[origin]!,
    chosen.places[at]! % vocabulary,
  ]);
  const isFull = lengthOf(running) + 1 >= settings.maxLength;
  const ends = tokens.map((said) => isFull || settings.eosIds.includes(said.at(-1)!));
  return { tokens, scores: chosen.scores, origins, ends };
}

/** Scores by which those that end come last. */
function unended(candidates: Candidates): Float32Array {
  return candidates.scores.map((score, at) => score + (candidates.ends[at] ? WORST : 0));
}

/**
 * The best of what was finished and what ends now; only as many as there are beams may end.
 *
 * score = sum of log-probabilities / (tokens after the start) ** length_penalty
 */
function finishedWith(
  before: Finished,
  candidates: Candidates,
  settings: GenerationSettings,
): Finished {
  const divisor = penalty(candidates.tokens[0]!.length - 1, settings);
  const ended = candidates.ends.map((ends, at) => ends && at < settings.numBeams);
  const scores = candidates.scores.map(
    (score, at) => Math.fround(score / divisor) + (ended[at] ? 0 : WORST),
  );
  const kept = bestOf(joined(before.scores, scores), settings.numBeams);
  const tokens = [...before.tokens, ...candidates.tokens];
  const all = [...before.ended, ...ended];
  const places = [...kept.places];
  return {
    tokens: places.map((place) => tokens[place]!),
    scores: kept.scores,
    ended: places.map((place) => all[place]!),
  };
}

function joined(one: Float32Array, other: Float32Array): Float32Array {
  const both = new Float32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Whether the best running hypothesis may still push out a finished one. */
function isImprovable(running: Running, finished: Finished, settings: GenerationSettings): boolean {
  if (settings.earlyStopping === "always" && finished.ended.every(Boolean)) return false;
  const kindest = settings.earlyStopping === "never" && settings.lengthPenalty > 0;
  // Scores are negative, so the longest that it may become is the kindest to it.
  const length = kindest ? settings.maxLength : lengthOf(running);
  const reachable = Math.fround(running.scores[0]! / penalty(length - 1, settings));
  const least = Math.min(...finished.scores);
  return finished.ended.some((ended) => reachable > (ended ? least : WORST));
}

function penalty(tokens: number, settings: GenerationSettings): number {
  return Math.fround(tokens ** settings.lengthPenalty);
}
