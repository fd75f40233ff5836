import type { GenerationSettings } from "../manifest/GenerationSettings";
import { Refused } from "../Refused";
import { beamSearch } from "./BeamSearch";
import { Constraints } from "./Constraints";
import { likeliest, refuseNoNumber } from "./Scores";
import type { StepModel } from "./StepModel";

/**
 * The translation of a source that the settings ask for, from the start token on. Between two steps
 * `signal` may stop it.
 */
export async function search(
  model: StepModel,
  ids: readonly number[],
  settings: GenerationSettings,
  signal?: AbortSignal,
): Promise<number[]> {
  refuseUnfit(model, settings);
  return settings.numBeams === 1
    ? greedy(model, ids, settings, signal)
    : beamSearch(model, ids, settings, signal);
}

/** The likeliest token at each step; equal to exporters/decode/greedy.py. */
export async function greedy(
  model: StepModel,
  ids: readonly number[],
  settings: GenerationSettings,
  signal?: AbortSignal,
): Promise<number[]> {
  await model.encode(ids);
  // Which score is the largest does not depend on what they add up to.
  const constraints = new Constraints({ ...settings, renormalize: false }, ids);
  const tokens = [settings.startId];
  while (tokens.length < settings.maxLength) {
    signal?.throwIfAborted();
    const [logits] = await model.step([tokens.at(-1)!], tokens.length - 1);
    constraints.apply(logits!, tokens);
    const token = likeliest(logits!);
    refuseNoNumber(logits![token]!, settings);
    tokens.push(token);
    if (settings.eosIds.includes(token)) break;
  }
  return tokens;
}

/** Refuses settings for which the model was not made, before any work. */
function refuseUnfit(model: StepModel, settings: GenerationSettings): void {
  if (settings.numBeams > model.hypotheses) {
    throw new Refused(
      `${settings.numBeams} beams were asked for, but this program extends ${model.hypotheses} ` +
        "hypotheses a step; ask for fewer, or export it for more",
    );
  }
  if (settings.maxLength - 1 > model.capacity) {
    throw new Refused(
      `up to ${settings.maxLength - 1} tokens were asked for, but this program has room for ` +
        `${model.capacity}; ask for fewer`,
    );
  }
}
