import { beforeEach, expect, test, vi } from "vitest";
import type { Measure } from "../../../src/page/benchmark/Bench";
import type { Shown } from "../../../src/page/benchmark/Shown";
import { Api } from "../../../src/page/run/Api";
import { Memo } from "../../../src/page/run/Memo";
import { type Pause, RunModel } from "../../../src/page/run/RunModel";
import { Failed } from "../../../src/page/work/WorkerClient";

const BASE = "http://computer.test/api/";
const JOBS = [1, 2].map((threads) => ({
  folder: "en-de",
  engine: "onnx",
  threads,
  provider: "wasm",
}));

/** A computer with two jobs for each device, whose words are those of the contract. */
class Computer {
  readonly runs: unknown[] = [];
  readonly failed: string[] = [];
  readonly asked: string[] = [];
  devices = 0;
  done = 0;
  /** What is answered in the place of its own words, by path. */
  instead: (path: string) => Response | "cut" | null = () => null;

  readonly fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const path = String(url).slice(BASE.length);
    this.asked.push(path);
    const instead = this.instead(path);
    if (instead === "cut") throw new TypeError("Failed to fetch");
    return instead ?? this.answer(path, JSON.parse(String(init?.body)));
  };

  private answer(path: string, body: { message?: string }): Response {
    if (path === "devices") return json(201, { device: `device-${++this.devices}` });
    if (path.endsWith("/next")) {
      const job = JOBS[this.done];
      return json(200, job ? { job, done: this.done, of: JOBS.length } : { job: null });
    }
    if (path.endsWith("/progress")) return new Response(null, { status: 204 });
    if (path.endsWith("/failed")) this.failed.push(body.message ?? "");
    else this.runs.push(body);
    this.done++;
    return json(201, {});
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

class Kept extends Map<string, string> {
  getItem(name: string): string | null {
    return this.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.set(name, value);
  }
  removeItem(name: string): void {
    this.delete(name);
  }
}

let computer: Computer;
let storage: Kept;

beforeEach(() => {
  computer = new Computer();
  storage = new Kept();
});

const measures: Measure["run"] = async ({ folder, threads }, heard) => {
  heard({ share: 0.5, what: "timing" });
  return { id: `${folder} ${threads}` } as unknown as Shown;
};

function model(run: Measure["run"] = measures, pause: Pause = async () => {}): RunModel {
  const api = new Api(BASE, computer.fetch);
  const measure = { run, end: vi.fn() };
  return new RunModel(api, measure, new Memo(storage, BASE), async () => ({ cores: 2 }), pause);
}

test("job after job is measured and sent, until nothing is left", async () => {
  const mine = model();
  await mine.start();
  expect(computer.runs).toEqual([{ id: "en-de 1" }, { id: "en-de 2" }]);
  expect(mine.held.state).toMatchObject({ phase: "done", done: 2, of: 2 });
  expect(mine.held.state.results).toHaveLength(2);
  expect(computer.devices).toBe(1);
});

test("a device that nothing is asked of is told so", async () => {
  computer.done = 2;
  const mine = model();
  await mine.start();
  expect(mine.held.state.phase).toBe("none");
});

test("a connection that is cut is waited for, and no result is lost or sent twice", async () => {
  const phases: string[] = [];
  let cuts = 0;
  computer.instead = (path) => (path.endsWith("/runs") && cuts++ < 2 ? "cut" : null);
  const mine = model();
  mine.held.watch(({ phase }) => phases.push(phase));
  await mine.start();
  expect(computer.runs).toHaveLength(2);
  expect(phases).toContain("cut");
  expect(mine.held.state.phase).toBe("done");
});

test("a server that fails is asked again as one that is cut off", async () => {
  let failures = 0;
  computer.instead = (path) => (path === "devices" && failures++ < 1 ? json(502, {}) : null);
  const mine = model();
  await mine.start();
  expect(computer.runs).toHaveLength(2);
});

test("a page that is loaded again sends what it measured, and is the device of before", async () => {
  computer.instead = (path) => (path.endsWith("/runs") ? "cut" : null);
  const first = model(measures, () => new Promise(() => {}));
  void first.start();
  await vi.waitFor(() => expect(first.held.state.phase).toBe("cut"));
  computer.instead = () => null;
  computer.asked.length = 0;
  await model().start();
  expect(computer.asked[0]).toBe("devices/device-1/runs");
  expect(computer.devices).toBe(1);
  expect(computer.runs).toEqual([{ id: "en-de 1" }, { id: "en-de 2" }]);
});

test("a job that could not be measured is told as failed, and the next one is asked for", async () => {
  const mine = model(async (job, ...rest) => {
    if (job.threads === 2) throw new Failed({ kind: "memory", message: "out of memory" });
    return measures(job, ...rest);
  });
  await mine.start();
  expect(computer.failed).toEqual(["out of memory"]);
  expect(computer.runs).toHaveLength(1);
  expect(mine.held.state.phase).toBe("done");
});

test("a job that ends the page again and again is given up", async () => {
  const dies: Measure["run"] = () => new Promise(() => {});
  for (let times = 0; times < 3; times++) {
    const mine = model(dies);
    void mine.start();
    await vi.waitFor(() => expect(mine.held.state.phase).toBe("measuring"));
  }
  await model().start();
  expect(computer.failed).toEqual(["this page ended 3 times while it measured"]);
  expect(computer.runs).toEqual([{ id: "en-de 2" }]);
});

test("a run that the computer refuses is told as failed, in its words", async () => {
  computer.instead = (path) => (path.endsWith("/runs") ? json(422, { error: "no id" }) : null);
  await model().start();
  expect(computer.failed).toEqual(["its run was refused: no id", "its run was refused: no id"]);
});

test("a computer that says no is shown in its words, and can be asked again", async () => {
  computer.instead = (path) => (path === "devices" ? json(403, { error: "enough devices" }) : null);
  const mine = model();
  await mine.start();
  expect(mine.held.state).toMatchObject({ phase: "denied", detail: "enough devices" });
  computer.instead = () => null;
  await mine.start();
  expect(mine.held.state.phase).toBe("done");
});

test("a device that the computer does not know any more is made known anew", async () => {
  storage.setItem(`${BASE} device`, "of-before");
  computer.instead = (path) => (path.startsWith("devices/of-before") ? json(404, {}) : null);
  await model().start();
  expect(computer.devices).toBe(1);
  expect(computer.runs).toHaveLength(2);
});

test("a stopped run sends what it has and asks for no more; it can go on", async () => {
  const mine = model(async (job, heard, signal) => {
    mine.cancel();
    expect(signal.aborted).toBe(true);
    return measures(job, heard, signal);
  });
  await mine.start();
  expect(mine.held.state.phase).toBe("stopped");
  expect(computer.runs).toEqual([{ id: "en-de 1" }]);
  await mine.start();
  expect(computer.runs).toHaveLength(2);
});

test("a job that was stopped is not sent, and is measured when the run goes on", async () => {
  let stops = true;
  const mine = model(async (job, heard, signal) => {
    if (!stops) return measures(job, heard, signal);
    stops = false;
    mine.cancel();
    return { id: "stopped", exit_status: 130 } as unknown as Shown;
  });
  await mine.start();
  expect(mine.held.state).toMatchObject({ phase: "stopped", results: [] });
  expect([...computer.runs, ...computer.failed]).toEqual([]);
  await mine.start();
  expect(computer.runs).toEqual([{ id: "en-de 1" }, { id: "en-de 2" }]);
});

test("a run is stopped while the computer does not answer", async () => {
  computer.instead = () => "cut";
  const mine = model(measures, (ended) => {
    return new Promise((resolve) => ended.addEventListener("abort", () => resolve()));
  });
  const run = mine.start();
  await vi.waitFor(() => expect(mine.held.state.phase).toBe("cut"));
  mine.cancel();
  await run;
  expect(mine.held.state.phase).toBe("stopped");
});

test("a browser without a storage runs all the same", async () => {
  const mine = new RunModel(
    new Api(BASE, computer.fetch),
    { run: measures, end: () => {} },
    new Memo(null, BASE),
    async () => ({}),
    async () => {},
  );
  await mine.start();
  expect(computer.runs).toHaveLength(2);
});
