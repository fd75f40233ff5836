import type { Question } from "../../worker/Messages";
import type { Offer } from "../engines/Offer";
import type { Said } from "../words/Said";
import type { Problem } from "../work/Problem";
import type { Subject } from "./Subject";

/** What is waited for; `share`: how far it is, where somebody knows. */
export interface Busy {
  readonly said: Said;
  readonly share: number | null;
}

/**
 * What a screen shows that puts a text to a model. `subjects`: what its task's bundles can be asked,
 * null until they were looked for. `examples`: what to try. `doubted`: the engine whose answers are not
 * to be relied on. `unkept`: a bundle that found no place in the storage. `version`: of the engine.
 */
export interface AskState<A> {
  readonly subjects: readonly Subject[] | null;
  readonly offers: readonly Offer[];
  readonly subject: Subject | null;
  readonly offer: Offer | null;
  readonly examples: readonly Question[];
  readonly busy: Busy | null;
  readonly problem: Problem | null;
  readonly stopped: boolean;
  readonly doubted: Offer | null;
  readonly unkept: string | null;
  readonly version: string;
  readonly answer: A | null;
}

/** Before anything is known. */
export function unknown<A>(offers: readonly Offer[]): AskState<A> {
  return {
    subjects: null,
    offers,
    subject: null,
    offer: null,
    examples: [],
    busy: null,
    problem: null,
    stopped: false,
    doubted: null,
    unkept: null,
    version: "",
    answer: null,
  };
}

/** Whether the chosen bundle labels a text and its pair. */
export function wantsPair<A>(state: AskState<A>): boolean {
  return state.subject?.legs[0]?.facts?.pairs === true;
}
