import type { Browser } from "../../src/benchmark/Device";
import { DONE, type Found, type Measured, type Sentence, seriesOf } from "../../src/benchmark/Run";
import { condition, device } from "../../src/benchmark/Surroundings";

/** Isolated, in front the whole time. */
export const BROWSER: Browser = {
  user_agent: "Mozilla/5.0",
  brands: [{ brand: "Chromium", version: "156.0.1.2" }],
  platform: "Android",
  mobile: true,
  cores: 8,
  memory_gb: 8,
  gpu: null,
  isolated: true,
  timer_ms: 0.005,
  hidden: 0,
  battery: true,
  relaxed_simd: true,
  saturates: false,
};

export function sentenceOf(samples: readonly number[], batch = 1): Sentence {
  const series = seriesOf(samples);
  return {
    name: "short",
    text: "Hi.",
    source_tokens: 3,
    target_tokens: null,
    answer: "good",
    total_ms: series,
    tokenize_ms: series,
    run_ms: series,
    detokenize_ms: series,
    methods: { forward: series },
    translation: null,
    batch,
    warmed: 15,
  };
}

/** A run whose timed sentence has these samples, and whose constants take 100 bytes. */
export function run(
  samples: readonly number[] = [1, 1, 1],
  browser: Partial<Browser> = {},
  batch = 1,
): Found & { measured: Measured } {
  const { timer_ms, hidden, battery, saturates, ...said } = { ...BROWSER, ...browser };
  const seen = { timer_ms, hidden, battery, saturates };
  return {
    schema: 1,
    id: "9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c55",
    session: {
      id: "9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c56",
      seed: 1,
      variants: 1,
      rounds: 1,
      index: [0],
    },
    started: "2026-01-31T12:00:00Z",
    seconds: 1.5,
    runner: "typescript",
    app: { name: "app", version: "1", commit: "", build_type: "release" },
    device: device({ browser: said, model: "M1", version: "16" }, seen),
    conditions: {
      start: condition(null),
      end: condition({ level: 0.815, charging: false }),
      worst_thermal: null,
      waited_seconds: 0,
      interruptions: null,
    },
    variant: {
      bundle: "sentiment",
      task: "text-classification",
      model: "sentiment-en",
      manifest_sha256: "0".repeat(64),
      engine: "onnx",
      engine_version: "1",
      threads: 1,
      file: "model.onnx",
      format: "onnx",
      precision: "int8",
      sha256: "0".repeat(64),
      size_bytes: 120,
      text_bytes: 10,
      unique_parameters: 100,
      stored_bytes: { int8: 100 },
      arena_bytes: { forward: null },
      delegated: null,
      beams: null,
      quality: [
        { metric: "accuracy", float_value: 0.9, exported_value: 0.89, data: "dev.tsv", rows: 872 },
      ],
      provider: "wasm",
    },
    protocol: { warmups: 5, runs: 50, seconds: 10, sustained_minutes: 0 },
    goldens: {
      passed: true,
      sentences: 2,
      equal: 2,
      relative_error: 0.05,
      tolerance: 0.25,
      difference: null,
    },
    measured: {
      load: {
        cold_ms: [3],
        warm_ms: [2],
        first_run_ms: [5],
        tokenizer_ms: [1],
        compile_ms: 60,
        first_answer_ms: [80],
      },
      sentences: [sentenceOf(samples, batch)],
      memory: {
        baseline_bytes: null,
        loaded_bytes: null,
        peak_bytes: 1000,
        peak_with_swap_bytes: 1000,
        retained_bytes: null,
        arena_bytes: null,
        sampled: true,
      },
      sustained: null,
    },
    exit_status: DONE,
    error: null,
  };
}
