import { Refused } from "../Refused";

/** When a beam search ends: see `GenerationSettings`. */
export type EarlyStopping = "always" | "when not better" | "never";

/** `added` to the score of the last of `tokens` where the others came just before it. */
export interface Bias {
  readonly tokens: readonly number[];
  readonly added: number;
}

/**
 * Ends come sooner: with n tokens said after the start, n > `start`, the score s of an end is
 * s + |s| * (`factor` ** (n - start) - 1). A factor under 1 puts them off.
 */
export interface Decay {
  readonly start: number;
  readonly factor: number;
}

/**
 * The settings of one search. Lengths count the start token, as transformers counts them.
 *
 * `earlyStopping`: "always" (true in the manifest) ends when `numBeams` translations are finished,
 * "when not better" (false) when the best unfinished one would not beat them if it ended now,
 * "never" when it could not beat them at any length. `noRepeatNgram`: no n tokens in a row come
 * twice; 0 allows it. `badWords`: rows of tokens that never come. `forcedBos`: the first token
 * after the start. `forcedEos`: the last token where the limit is reached. `suppress`: tokens that
 * never come, `beginSuppress`: that do not come first. `renormalize`: scores are probabilities
 * again after constraints took some tokens away.
 *
 * `repetitionPenalty`: scores of tokens that were said are divided by it where they are over 0 and
 * multiplied where they are under; `encoderRepetitionPenalty`: those of the source's tokens the
 * other way round. `encoderNoRepeatNgram`: no n tokens in a row of the source are said; 0 allows
 * it. `sequenceBias`: of single tokens first. `decay`: null for none. `removeInvalid`: what is no
 * number counts 0, and what is infinite the largest or smallest number.
 */
export interface GenerationSettings {
  readonly startId: number;
  readonly eosIds: readonly number[];
  readonly numBeams: number;
  readonly lengthPenalty: number;
  readonly earlyStopping: EarlyStopping;
  readonly minLength: number;
  readonly maxLength: number;
  readonly noRepeatNgram: number;
  readonly badWords: readonly (readonly number[])[];
  readonly forcedBos: number | null;
  readonly forcedEos: readonly number[];
  readonly suppress: readonly number[];
  readonly beginSuppress: readonly number[];
  readonly renormalize: boolean;
  readonly repetitionPenalty: number;
  readonly encoderRepetitionPenalty: number;
  readonly encoderNoRepeatNgram: number;
  readonly sequenceBias: readonly Bias[];
  readonly decay: Decay | null;
  readonly removeInvalid: boolean;
}

/** The settings as given; refuses what no search can do. */
export function checkedSettings(settings: GenerationSettings): GenerationSettings {
  const { numBeams, maxLength, repetitionPenalty, encoderRepetitionPenalty } = settings;
  if (numBeams < 1) {
    throw new Refused(`${numBeams} beams were asked for; the fewest are 1 (greedy)`);
  }
  if (maxLength < 2) {
    throw new Refused(`max_length ${maxLength} leaves no token after the start`);
  }
  for (const penalty of [repetitionPenalty, encoderRepetitionPenalty]) {
    if (!(penalty > 0)) {
      throw new Refused(`a penalty of ${penalty} was asked for; it is over 0, 1 for none`);
    }
  }
  if (settings.sequenceBias.some((bias) => bias.tokens.length === 0)) {
    throw new Refused("a bias names no token");
  }
  return settings;
}

/**
 * Whether a translation, from the start token on, ended because there was no room for more. A
 * token that is forced where the limit is reached ends every such one; among those may be one
 * that would have ended there by itself.
 */
export function fills(settings: GenerationSettings, tokens: readonly number[]): boolean {
  const last = tokens.at(-1) ?? settings.startId;
  const ended = settings.forcedEos.length === 0 && settings.eosIds.includes(last);
  return tokens.length >= settings.maxLength && !ended;
}
