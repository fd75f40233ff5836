/** What of a run.json the page shows. */
export interface Shown {
  readonly id: string;
  readonly session: Session;
  readonly variant: {
    readonly bundle: string;
    readonly engine_version: string;
    readonly threads: number;
    readonly provider?: string | null;
  };
  readonly exit_status: number;
  readonly valid: boolean;
  readonly reasons: readonly Message[];
  readonly notes?: readonly Message[];
  readonly measured: Measured | null;
}

export interface Session {
  readonly id: string;
  readonly seed: number;
  readonly variants: number;
  readonly rounds: number;
  readonly index: readonly number[];
}

export interface Message {
  readonly message: string;
}

export interface Measured {
  readonly load: {
    readonly cold_ms: readonly number[];
    readonly warm_ms: readonly number[];
    readonly first_run_ms: readonly number[];
    readonly first_answer_ms?: readonly number[];
  };
  readonly sentences: readonly Sentence[];
  readonly memory: {
    readonly baseline_bytes: number | null;
    readonly peak_with_swap_bytes: number | null;
  };
}

export interface Sentence {
  readonly name: string;
  readonly total_ms: {
    readonly samples: readonly number[];
    readonly statistics: {
      readonly count: number;
      readonly p50: number;
      readonly p90: number;
      readonly p99: number;
    };
  };
  readonly translation: { readonly tokens_per_second: number } | null;
}
