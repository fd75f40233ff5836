import type { GenerationSettings } from "../manifest/GenerationSettings";
import { addBias, endsWith, hurry, makeNumbers, penalize } from "./Penalties";
import { logSoftmax } from "./Scores";

/**
 * What may come next: scores that are weighed, taken away or forced, in the order of transformers
 * (the classes named below are of its logits_process.py) and of exporters/decode/constraints.py.
 * Sorted once by when they matter. `source`: the ids that are translated.
 */
export class Constraints {
  readonly #sourceTokens: ReadonlySet<number>;
  readonly #single: readonly number[];
  readonly #longer: readonly (readonly number[])[];
  readonly #forced = new Map<number, readonly number[]>();
  readonly #firstFree: number;

  constructor(
    readonly settings: GenerationSettings,
    readonly source: readonly number[],
  ) {
    this.#sourceTokens = new Set(source);
    const { badWords, eosIds, forcedBos, forcedEos, maxLength } = settings;
    const words = badWords.filter((word) => word.length !== 1 || !eosIds.includes(word[0]!));
    this.#single = words.filter((word) => word.length === 1).flat();
    this.#longer = words.filter((word) => word.length > 1);
    // Where there is room for one token only, it is both, and the last in order decides.
    if (forcedBos !== null) this.#forced.set(1, [forcedBos]);
    if (forcedEos.length > 0) this.#forced.set(maxLength - 1, forcedEos);
    this.#firstFree = forcedBos === null ? 1 : 2;
  }

  /** Changes scores (vocabulary) for the token after a hypothesis. */
  apply(row: Float32Array, said: readonly number[]): void {
    const { settings } = this;
    const only = this.#forced.get(said.length);
    if (only !== undefined) {
      force(row, only);
    } else {
      this.#weigh(row, said);
      this.#forbidSaid(row, said);
      forbid(row, this.#single);
      if (said.length < settings.minLength) forbid(row, settings.eosIds);
    }
    if (settings.removeInvalid) makeNumbers(row);
    if (settings.decay !== null) hurry(row, settings.eosIds, settings.decay, said.length - 1);
    forbid(row, settings.suppress);
    if (said.length === this.#firstFree) forbid(row, settings.beginSuppress);
    if (settings.renormalize) logSoftmax(row);
  }

  #weigh(row: Float32Array, said: readonly number[]): void {
    const { sequenceBias, encoderRepetitionPenalty, repetitionPenalty } = this.settings;
    if (sequenceBias.length > 0) addBias(row, said, sequenceBias);
    if (encoderRepetitionPenalty !== 1) {
      penalize(row, this.#sourceTokens, 1 / encoderRepetitionPenalty);
    }
    if (repetitionPenalty !== 1) penalize(row, new Set(said), repetitionPenalty);
  }

  #forbidSaid(row: Float32Array, said: readonly number[]): void {
    const { noRepeatNgram, encoderNoRepeatNgram } = this.settings;
    if (noRepeatNgram > 0) forbidContinued(row, said, said, noRepeatNgram);
    if (encoderNoRepeatNgram > 0) forbidContinued(row, said, this.source, encoderNoRepeatNgram);
    for (const word of this.#longer) {
      if (endsWith(said, word, word.length - 1)) forbid(row, [word.at(-1)!]);
    }
  }
}

/**
 * The end of what was said does not become a row of `size` tokens of `tokens`; those without a
 * score cannot come anyway. (NoRepeatNGramLogitsProcessor, EncoderNoRepeatNGramLogitsProcessor)
 */
function forbidContinued(
  row: Float32Array,
  said: readonly number[],
  tokens: readonly number[],
  size: number,
): void {
  const begun = size - 1;
  const end = said.length - begun;
  if (end < 0) return;
  for (let start = 0; start + begun < tokens.length; start++) {
    let at = 0;
    while (at < begun && tokens[start + at] === said[end + at]) at++;
    if (at === begun) forbid(row, [tokens[start + begun]!]);
  }
}

/** A token without a score is left so: behind the end of an array nothing is written. */
function forbid(row: Float32Array, tokens: readonly number[]): void {
  for (const token of tokens) row[token] = Number.NEGATIVE_INFINITY;
}

/** 0 for the forced tokens and -inf for all others. (ForcedBOSTokenLogitsProcessor) */
function force(row: Float32Array, tokens: readonly number[]): void {
  row.fill(Number.NEGATIVE_INFINITY);
  for (const token of tokens) row[token] = 0;
}
