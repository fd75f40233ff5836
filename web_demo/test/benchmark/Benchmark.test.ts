import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Job, measure, readJob } from "../../src/benchmark/Benchmark";
import type { Step, Watcher } from "../../src/benchmark/Measuring";
import type { ProbeFiles } from "../../src/benchmark/Probe";
import type { Run } from "../../src/benchmark/Run";
import { type Surroundings, said } from "../../src/benchmark/Surroundings";
import type { Engine, Program } from "../../src/engine/Engine";
import { OnnxEngine } from "../../src/engine/onnx/OnnxEngine";
import { type Bundle, openBundle } from "../../src/manifest/Bundle";
import { BUNDLES, filesIn, missing } from "../bundles";

const PROBES = join(import.meta.dirname, "../../../exporters/onnx/probes");
const probes: ProbeFiles = {
  full: async () => new Uint8Array(readFileSync(join(PROBES, "int8.onnx"))),
  reduced: async () => new Uint8Array(readFileSync(join(PROBES, "int8-reduced.onnx"))),
};

const JOB: Job = {
  folder: "sentiment",
  engine: "onnx",
  threads: 1,
  protocol: { warmups: 1, runs: 3, seconds: 0, sustained_minutes: 0 },
  seed: 5,
  app: { name: "web_demo", version: "1", commit: "", build_type: "release" },
  provider: "wasm",
};

const AROUND: Surroundings = {
  hidden: () => 0,
  battery: async () => ({ level: 0.8, charging: false }),
  memory: async () => 123_000_000,
  said: () => said({ navigator: {} }),
  aliveMs: () => performance.now(),
};

/** Hears all of a run, and stops it when `stops` says so. */
function listening(stops: (what: Step) => boolean = () => false) {
  const heard: [number, Step][] = [];
  const stop = new AbortController();
  const watcher: Watcher = {
    signal: stop.signal,
    heard: (share, what) => {
      heard.push([share, what]);
      if (stops(what)) stop.abort();
    },
    makeWay: async () => {},
  };
  return { heard, watcher };
}

const engine = new OnnxEngine(1);
const open = (name: string) => openBundle(filesIn(join(BUNDLES, name)));

function means(bundle: Bundle, by: Engine = engine) {
  return { bundle, engine: by, probes, fresh: true };
}

/** Where whoever started these tests reads what was measured, to hold it to the schema. */
function kept(run: Run, name: string): void {
  const folder = process.env.MOBILEC_RUNS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(run));
}

describe.skipIf(missing(BUNDLES))("a run of a shipped bundle", () => {
  test.each([
    ["sentiment", ["forward"]],
    ["translation", ["encode", "decode"]],
  ])("of %s has all that is measured", async (name, methods) => {
    const { heard, watcher } = listening();
    const bundle = await open(name);
    const run = await measure({ ...JOB, folder: name }, means(bundle), AROUND, watcher);
    kept(run, name);
    expect([run.exit_status, run.error]).toEqual([0, null]);
    expect(run.goldens?.passed).toBe(true);
    const { load, sentences, memory } = run.measured!;
    expect(sentences.map((sentence) => sentence.name)).toEqual(["short", "middle", "longest"]);
    for (const sentence of sentences) {
      expect(sentence.total_ms.samples).toHaveLength(3);
      const parts = [sentence.tokenize_ms, sentence.run_ms, sentence.detokenize_ms];
      const sum = parts.reduce((all, part) => all + part.statistics.mean, 0);
      expect(sum).toBeCloseTo(sentence.total_ms.statistics.mean, 2);
      expect(Object.keys(sentence.methods).sort()).toEqual([...methods].sort());
      expect(sentence.warmed).toBeGreaterThanOrEqual(3);
      expect(sentence.batch).toBe(1);
    }
    const tokens = sentences.map((sentence) => sentence.source_tokens);
    expect(tokens).toEqual([...tokens].sort((one, other) => one - other));
    for (const times of [load.cold_ms, load.warm_ms, load.first_run_ms, load.first_answer_ms]) {
      expect(times).toHaveLength(1);
      expect(times[0]).toBeGreaterThan(0);
    }
    expect(memory).toMatchObject({ peak_bytes: 123_000_000, sampled: true });
    expect(run.variant).toMatchObject({ provider: "wasm", threads: 1, engine_version: "1.30.0" });
    expect(run.conditions.start).toMatchObject({ battery_percent: 80, plugged: false });
    // Plain SIMD has no instruction that saturates.
    expect(run.device.browser).toMatchObject({ saturates: false, hidden: 0, battery: true });
    expect(run.device.browser.timer_ms).not.toBeNull();
    expect([...new Set(heard.map(([, what]) => what))]).toEqual([
      "loading",
      "goldens",
      "warm-up",
      "timing",
    ]);
    expect(heard.at(-1)).toEqual([1, "timing"]);
  });

  test("is measured for minutes where that is asked", async () => {
    const protocol = { warmups: 0, runs: 1, seconds: 0, sustained_minutes: 0.004 };
    const { watcher } = listening();
    const run = await measure(
      { ...JOB, protocol },
      means(await open("sentiment")),
      AROUND,
      watcher,
    );
    kept(run, "sustained");
    expect(run.measured?.sustained).toHaveLength(1);
    expect(run.measured?.sustained?.[0]?.runs).toBeGreaterThan(1);
  });

  test("in a worker that loaded before has no cold load and no first answer", async () => {
    const { watcher } = listening();
    const warm = { ...means(await open("sentiment")), fresh: false };
    const { measured } = await measure(JOB, warm, AROUND, watcher);
    expect(measured?.load).toMatchObject({ cold_ms: [], first_answer_ms: [], compile_ms: null });
    expect(measured?.load.warm_ms).toHaveLength(1);
  });

  test("that is stopped is a result, wherever it stood", async () => {
    for (const at of ["loading", "goldens", "warm-up", "timing"]) {
      const { watcher } = listening((what) => what === at);
      const run = await measure(JOB, means(await open("sentiment")), AROUND, watcher);
      kept(run, `stopped-${at}`);
      expect(run).toMatchObject({ exit_status: 130, measured: null, valid: false });
      expect(run.reasons.map((reason) => reason.code)).toContain("cancelled");
    }
  });

  test("that fails says why, and keeps what was measured before its second load", async () => {
    let loads = 0;
    const failing: Engine = Object.assign(Object.create(engine) as Engine, {
      load: async (...asked: Parameters<Engine["load"]>): Promise<Program> => {
        // The probe is opened four times.
        if (asked[0].manifest.name !== "probe" && ++loads === 2) throw new RangeError("no memory");
        return engine.load(...asked);
      },
    });
    const { watcher } = listening();
    const run = await measure(JOB, means(await open("sentiment"), failing), AROUND, watcher);
    kept(run, "failed");
    expect(run).toMatchObject({ exit_status: 1, error: "RangeError: no memory" });
    expect(run.measured?.sentences).toHaveLength(3);
    expect(run.measured?.load.warm_ms).toEqual([]);
  });
});

describe("a job", () => {
  const asked = { ...JOB, compute_units: null, processor: null };

  test("is read as a computer writes it", () => {
    expect(readJob(JSON.parse(JSON.stringify(asked)))).toEqual(JOB);
  });

  test.each([
    [{ ...asked, seed: "five" }, "the job.seed should be a whole number"],
    [{ ...asked, app: { ...JOB.app, build_type: "fast" } }, 'build_type is "fast"'],
    [{ ...asked, colour: 1 }, "colour"],
    [{ ...asked, protocol: undefined }, 'no "protocol"'],
  ])("with something else in it is refused", (document, words) => {
    expect(() => readJob(JSON.parse(JSON.stringify(document)))).toThrow(words);
  });
});
