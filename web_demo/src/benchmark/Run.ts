import type { Goldens } from "../goldens/Goldens";
import type { Device } from "./Device";
import { type Statistics, statistics } from "./Statistics";

/*
 * run.json as types: the fields are those of mobilec/benchmarking/run.schema.json, by its names,
 * which says what each means. Times are milliseconds, sizes bytes; null is what is not told.
 */

/** Version of the schema. */
export const SCHEMA = 1;

export const DONE = 0;
export const FAILED = 1;
export const CANCELLED = 130;

/** What variants that are compared have in common, and the place of this one among them. */
export interface Session {
  readonly id: string;
  readonly seed: number;
  readonly variants: number;
  readonly rounds: number;
  readonly index: readonly number[];
}

/** What measures, and how it was built: "release" or "debug". */
export interface App {
  readonly name: string;
  readonly version: string;
  readonly commit: string;
  readonly build_type: "release" | "debug";
}

/** How a device is at a moment. */
export interface Condition {
  readonly battery_percent: number | null;
  readonly plugged: boolean | null;
  readonly power_save: boolean | null;
  readonly thermal: string | null;
  readonly battery_celsius: number | null;
  readonly headroom: number | null;
  readonly load_average: number | null;
}

export interface Conditions {
  readonly start: Condition;
  readonly end: Condition;
  readonly worst_thermal: string | null;
  readonly waited_seconds: number;
  readonly interruptions: number | null;
}

/** A figure of quality, as the manifest has it. */
export interface Metric {
  readonly metric: string;
  readonly float_value: number;
  readonly exported_value: number;
  readonly data: string;
  readonly rows: number;
}

/** The variant: what is measured. */
export interface Variant {
  readonly bundle: string;
  readonly task: string;
  readonly model: string;
  readonly manifest_sha256: string;
  readonly engine: string;
  readonly engine_version: string;
  readonly threads: number;
  readonly file: string;
  readonly format: string;
  readonly precision: string;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly text_bytes: number;
  readonly unique_parameters: number;
  readonly stored_bytes: Readonly<Record<string, number>>;
  readonly arena_bytes: Readonly<Record<string, number | null>>;
  readonly delegated: null;
  readonly beams: number | null;
  readonly quality: readonly Metric[];
  readonly provider: string;
}

/** How much is measured; see docs/benchmarking.md. */
export interface Protocol {
  readonly warmups: number;
  readonly runs: number;
  readonly seconds: number;
  readonly sustained_minutes: number;
}

/** The goldens' answers by the names of the document. */
export interface Checked {
  readonly passed: boolean;
  readonly sentences: number;
  readonly equal: number;
  readonly relative_error: number | null;
  readonly tolerance: number;
  readonly difference: Goldens["difference"];
}

/** `warm_ms` is empty where the worker did not come so far, `cold_ms` where it had loaded before. */
export interface Load {
  readonly cold_ms: readonly number[];
  readonly warm_ms: readonly number[];
  readonly first_run_ms: readonly number[];
  readonly tokenizer_ms: readonly number[];
  readonly compile_ms: number | null;
  readonly first_answer_ms: readonly number[];
}

/** Samples with what they say. */
export interface Series {
  readonly samples: readonly number[];
  readonly statistics: Statistics;
}

export function seriesOf(samples: readonly number[]): Series {
  return { samples, statistics: statistics(samples) };
}

export interface TranslationTimes {
  readonly encode_ms: Series;
  readonly first_token_ms: Series;
  readonly per_token_ms: Series;
  readonly tokens_per_second: number;
}

/** One of the three sentences. `total_ms`: from text to text. `batch`: passes that a sample is the mean of. `warmed`: passes before those. */
export interface Sentence {
  readonly name: string;
  readonly text: string;
  readonly source_tokens: number;
  readonly target_tokens: number | null;
  readonly answer: string;
  readonly total_ms: Series;
  readonly tokenize_ms: Series;
  readonly run_ms: Series;
  readonly detokenize_ms: Series;
  readonly methods: Readonly<Record<string, Series>>;
  readonly translation: TranslationTimes | null;
  readonly batch: number;
  readonly warmed: number;
}

export interface Memory {
  readonly baseline_bytes: number | null;
  readonly loaded_bytes: number | null;
  readonly peak_bytes: number | null;
  readonly peak_with_swap_bytes: number | null;
  readonly retained_bytes: number | null;
  readonly arena_bytes: number | null;
  readonly sampled: boolean;
}

export interface Minute {
  readonly minute: number;
  readonly runs: number;
  readonly median_ms: number;
  readonly p90_ms: number;
  readonly thermal: string | null;
}

export interface Measured {
  readonly load: Load;
  readonly sentences: readonly Sentence[];
  readonly memory: Memory;
  readonly sustained: readonly Minute[] | null;
}

/** Why a run is not valid. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** What is to be known of a run, valid or not. */
export interface Note {
  readonly code: string;
  readonly message: string;
}

/** What was found, before it is judged. Where `measured` is null, `error` says why. */
export interface Found {
  readonly schema: typeof SCHEMA;
  readonly id: string;
  readonly session: Session;
  readonly started: string;
  readonly seconds: number;
  readonly runner: "typescript";
  readonly app: App;
  readonly device: Device;
  readonly conditions: Conditions;
  readonly variant: Variant;
  readonly protocol: Protocol;
  readonly goldens: Checked | null;
  readonly measured: Measured | null;
  readonly exit_status: typeof DONE | typeof FAILED | typeof CANCELLED;
  readonly error: string | null;
}

/** One document. */
export interface Run extends Found {
  readonly valid: boolean;
  readonly reasons: readonly Reason[];
  readonly notes: readonly Note[];
}
