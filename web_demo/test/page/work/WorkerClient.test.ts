import { expect, test } from "vitest";
import { Failed, type Port, WorkerClient } from "../../../src/page/work/WorkerClient";
import type { FromWorker, ToWorker } from "../../../src/worker/Messages";

/** A worker that answers what a test says. */
class StandIn implements Port {
  readonly heard: ToWorker[] = [];
  ended = false;
  onmessage: Port["onmessage"] = null;
  onerror: Port["onerror"] = null;

  postMessage(message: ToWorker): void {
    this.heard.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  says(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
}

const SITE = { bundles: [], run: null };

function made() {
  const workers: StandIn[] = [];
  const start = () => {
    workers.push(new StandIn());
    return workers.at(-1)!;
  };
  const page = { battery: async () => ({ level: 1 }), memory: async () => null };
  return { workers, client: new WorkerClient({ site: SITE, base: "" }, start, page) };
}

test("a worker begins with the first question, and answers each by its number", async () => {
  const { workers, client } = made();
  expect(workers).toHaveLength(0);
  const [one, two] = [client.ask("card", "a"), client.ask("card", "b")];
  const [worker] = workers as [StandIn];
  expect(worker.heard[0]).toEqual({ begin: { site: SITE, base: "" } });
  worker.says({ id: 1, done: "B" });
  worker.says({ id: 0, done: "A" });
  expect(await Promise.all([one, two])).toEqual(["A", "B"]);
  expect(workers).toHaveLength(1);
});

test("progress is heard, and a failure is one in its kind", async () => {
  const { workers, client } = made();
  const heard: unknown[] = [];
  const answer = client.ask("card", "a", (progress) => heard.push(progress));
  workers[0]!.says({ id: 0, heard: { share: 0.5, what: "timing" } });
  workers[0]!.says({ id: 0, failed: { kind: "network", message: "gone" } });
  await expect(answer).rejects.toMatchObject({ failure: { kind: "network" }, message: "gone" });
  expect(heard).toEqual([{ share: 0.5, what: "timing" }]);
});

test("a worker that is closed fails what it was asked, and the next question begins another", async () => {
  const { workers, client } = made();
  const answer = client.ask("card", "a");
  client.close();
  await expect(answer).rejects.toMatchObject({ failure: { kind: "stopped" } });
  expect(workers[0]!.ended).toBe(true);
  const next = client.ask("card", "b");
  workers[1]!.says({ id: 1, done: "B" });
  expect(await next).toBe("B");
});

test("a worker that dies fails what it was asked in its words", async () => {
  const { workers, client } = made();
  const answer = client.ask("card", "a");
  workers[0]!.onerror?.({ message: "out of memory" } as ErrorEvent);
  await expect(answer).rejects.toThrow(Failed);
  await expect(answer).rejects.toThrow("out of memory");
});

test("a signal asks the worker to stop", () => {
  const { workers, client } = made();
  const stop = new AbortController();
  void client.ask("card", "a", () => {}, stop.signal);
  stop.abort();
  expect(workers[0]!.heard.at(-1)).toEqual({ stop: 0 });
});

test("what a worker asks of the page is answered", async () => {
  const { workers, client } = made();
  void client.ask("card", "a");
  workers[0]!.says({ asks: 7, asked: "battery" });
  await expect.poll(() => workers[0]!.heard.at(-1)).toEqual({ told: 7, value: { level: 1 } });
});
