import type { Failure } from "../../worker/Messages";
import type { Phrase } from "../words/en";
import { type Said, words } from "../words/Said";
import { Failed } from "./WorkerClient";

/** What went wrong, what is true of it, and what can be done. */
export interface Problem {
  readonly title: Phrase;
  readonly detail: Said;
  readonly advice: Phrase;
  /** Whether the same may work when it is tried again. */
  readonly again: boolean;
}

const PROBLEMS: Record<Exclude<Failure["kind"], "stopped">, readonly [Phrase, Phrase, boolean]> = {
  refused: ["problem_refused", "advice_refused", false],
  network: ["problem_network", "advice_network", true],
  hash: ["problem_hash", "advice_hash", true],
  full: ["problem_full", "advice_full", true],
  memory: ["problem_memory", "advice_memory", true],
  library: ["problem_library", "advice_library", false],
  unexpected: ["problem_unexpected", "advice_unexpected", true],
};

/** What a person is told of a failure; null of one that the person asked for. */
export function problemOf(error: unknown): Problem | null {
  const failure: Failure =
    error instanceof Failed ? error.failure : { kind: "unexpected", message: String(error) };
  if (failure.kind === "stopped") return null;
  const [title, advice, again] = PROBLEMS[failure.kind];
  return { title, detail: words(failure.message), advice, again };
}

/** What a person asked for that cannot be done. */
export function refusal(detail: Said, advice: Phrase): Problem {
  return { title: "problem_refused", detail, advice, again: false };
}
