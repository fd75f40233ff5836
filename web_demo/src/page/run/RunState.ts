import type { Progress } from "../../worker/Messages";
import type { Job } from "../benchmark/Job";
import type { Shown } from "../benchmark/Shown";

/** Where a run for a computer stands. */
export type Phase =
  | "waiting"
  | "asking"
  | "measuring"
  | "sending"
  | "cut"
  | "denied"
  | "stopped"
  | "done"
  | "none";

/** What the screen shows. `detail`: the computer's words, or what cut it off. */
export interface RunState {
  readonly phase: Phase;
  readonly job: Job | null;
  readonly done: number;
  readonly of: number;
  readonly progress: Progress | null;
  readonly cancelling: boolean;
  readonly detail: string;
  readonly results: readonly Shown[];
}

export const BEFORE: RunState = {
  phase: "waiting",
  job: null,
  done: 0,
  of: 0,
  progress: null,
  cancelling: false,
  detail: "",
  results: [],
};
