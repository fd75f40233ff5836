import { expect, test } from "vitest";
import type { Measure } from "../../../src/page/benchmark/Bench";
import { BenchmarkModel } from "../../../src/page/benchmark/BenchmarkModel";
import type { Job } from "../../../src/page/benchmark/Job";
import type { Shown } from "../../../src/page/benchmark/Shown";
import { Library } from "../../../src/page/bundles/Library";
import { offersHere } from "../../../src/page/engines/Offer";
import { Failed, type WorkerClient } from "../../../src/page/work/WorkerClient";
import { answering, bundle } from "../Standing";

const HERE = { secure: true, isolated: true, gpu: true, cores: 4, kept: true };
const APP = { name: "mobilec-web", version: "0.1.0", commit: "", build_type: "release" } as const;

async function made(run: Measure["run"]) {
  const bundles = [bundle("en-de"), bundle("sentiment", { task: "text-classification" })];
  const worker = answering({ look: async () => bundles }) as unknown as WorkerClient;
  const library = new Library(worker);
  let ends = 0;
  const measure = { run, end: () => void ends++ };
  const model = new BenchmarkModel(library, measure, APP, offersHere(HERE), [1, 2, 4]);
  await library.look();
  return { model, ends: () => ends };
}

const measures: Measure["run"] = async ({ folder }) => ({ id: folder }) as unknown as Shown;

test("every chosen bundle is measured on every engine with every number of threads", async () => {
  const jobs: Job[] = [];
  const { model } = await made(async (job, ...rest) => {
    jobs.push(job);
    return measures(job, ...rest);
  });
  model.tickThreads(2, true);
  model.tickEngine("webgpu", true);
  model.choose("quick");
  await model.start();
  const said = jobs.map((job) => `${job.folder} ${job.provider} ${job.threads}`).sort();
  expect(said).toEqual([
    "en-de wasm 1",
    "en-de wasm 2",
    "en-de webgpu 1",
    "sentiment wasm 1",
    "sentiment wasm 2",
    "sentiment webgpu 1",
  ]);
  expect(jobs[0]).toMatchObject({ engine: "onnx", app: APP, protocol: { runs: 10, seconds: 0 } });
  const { results, running } = model.held.state;
  expect(running).toBeNull();
  expect(new Set(results.map(({ session }) => session.id)).size).toBe(1);
  expect(results.map(({ session }) => session.index)).toEqual([[0], [1], [2], [3], [4], [5]]);
  expect(results[0]?.session.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
});

test("nothing chosen is refused in words", async () => {
  const { model } = await made(measures);
  model.tickEngine("wasm", false);
  await model.start();
  expect(model.held.state.problem?.detail).toMatchObject({ phrase: "bench_nothing" });
});

test("a variant that fails is shown, and the others are measured", async () => {
  const { model } = await made(async (job, ...rest) => {
    if (job.folder === "en-de") throw new Failed({ kind: "memory", message: "none left" });
    return measures(job, ...rest);
  });
  await model.start();
  expect(model.held.state.results).toHaveLength(1);
  expect(model.held.state.problem?.title).toBe("problem_memory");
});

test("cancelled, the run that is under way ends, and no other begins; once more, at once", async () => {
  let runs = 0;
  const { model, ends } = await made(async (job, heard, signal) => {
    runs++;
    model.cancel();
    expect(signal.aborted).toBe(true);
    expect(model.held.state.running?.cancelling).toBe(true);
    model.cancel();
    return measures(job, heard, signal);
  });
  await model.start();
  expect(runs).toBe(1);
  expect(ends()).toBe(1);
  expect(model.held.state.results).toHaveLength(1);
});
