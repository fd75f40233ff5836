import type { Provider } from "../../worker/Messages";

/** How much is measured; see docs/benchmarking.md. */
export interface Protocol {
  readonly warmups: number;
  readonly runs: number;
  readonly seconds: number;
  readonly sustained_minutes: number;
}

/** What one worker is asked to measure: the document that a computer sends, and that this page makes itself. */
export interface Job {
  readonly folder: string;
  readonly engine: string;
  readonly threads: number;
  readonly protocol: Protocol;
  readonly seed: number;
  readonly app: App;
  readonly compute_units: null;
  readonly processor: null;
  readonly provider: Provider;
}

/** What measures. */
export interface App {
  readonly name: string;
  readonly version: string;
  readonly commit: string;
  readonly build_type: "release" | "debug";
}

/** How long is measured. */
export const LENGTHS = {
  quick: { warmups: 2, runs: 10, seconds: 0, sustained_minutes: 0 },
  full: { warmups: 5, runs: 50, seconds: 10, sustained_minutes: 0 },
  sustained: { warmups: 5, runs: 50, seconds: 10, sustained_minutes: 10 },
} as const satisfies Record<string, Protocol>;

export type Length = keyof typeof LENGTHS;
