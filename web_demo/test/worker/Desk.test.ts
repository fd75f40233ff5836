import { expect, test, vi } from "vitest";
import { Refused } from "../../src/Refused";
import { CutOff } from "../../src/storage/CutOff";
import { WrongFile } from "../../src/storage/Fetched";
import { type Answering, Desk } from "../../src/worker/Desk";
import { failureOf } from "../../src/worker/Failure";
import type { FromWorker, Kind, Request } from "../../src/worker/Messages";

function desk(answering: Partial<Answering>): { desk: Desk; told: FromWorker[] } {
  const told: FromWorker[] = [];
  return { desk: new Desk(answering as Answering, (message) => told.push(message)), told };
}

function request<K extends Kind>(id: number, kind: K, asked: Request<K>["asked"]): Request {
  return { id, kind, asked } as Request;
}

test("questions are answered one after the other", async () => {
  const order: string[] = [];
  const card = async (name: string) => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 1));
    order.push(`${name} ends`);
    return name;
  };
  const { desk: mine, told } = desk({ card });
  mine.ask(request(1, "card", "one"));
  mine.ask(request(2, "card", "two"));
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(order).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  expect(told).toEqual([
    { id: 1, done: "one" },
    { id: 2, done: "two" },
  ]);
});

test("what can wait makes way for a question", async () => {
  const subject = { bundles: ["a"], means: { provider: "wasm", threads: 1 } } as const;
  let steps = 0;
  const { desk: mine, told } = desk({
    check: async (_asked, { makeWay }) => {
      mine.ask(request(2, "card", "now"));
      for (; steps < 3; steps++) await makeWay();
      return true;
    },
    card: async (name) => `${name} ${steps}`,
  });
  mine.ask(request(1, "check", subject));
  await vi.waitFor(() => expect(told).toHaveLength(2));
  expect(told).toEqual([
    { id: 2, done: "now 0" },
    { id: 1, done: true },
  ]);
});

test("a question that was stopped fails as stopped, before it begins and between two steps", async () => {
  const subject = { bundles: ["a"], means: { provider: "wasm", threads: 1 } } as const;
  const { desk: mine, told } = desk({
    check: async (_asked, { makeWay }) => {
      mine.stop(1);
      await makeWay();
      return true;
    },
  });
  mine.ask(request(1, "check", subject));
  mine.ask(request(2, "check", subject));
  mine.stop(2);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  const kinds = told.map((message) => "failed" in message && message.failed.kind);
  expect(kinds).toEqual(["stopped", "stopped"]);
});

test.each<[unknown, string, string]>([
  [new Refused("no"), "refused", "no"],
  [
    new CutOff("gone", { cause: new TypeError("Failed to fetch") }),
    "network",
    "gone\nFailed to fetch",
  ],
  [new WrongFile("other"), "hash", "other"],
  [new DOMException("full", "QuotaExceededError"), "full", "full"],
  [new WebAssembly.CompileError("no simd"), "library", "no simd"],
  [new RangeError("Array buffer allocation failed"), "memory", "Array buffer allocation failed"],
  [
    new Error("WebAssembly.Memory(): out of memory"),
    "memory",
    "WebAssembly.Memory(): out of memory",
  ],
  [new TypeError("x is not a function"), "unexpected", "x is not a function"],
  ["thrown", "unexpected", "thrown"],
])("what was thrown is told in its kind: %s", (thrown, kind, message) => {
  expect(failureOf(thrown)).toEqual({ kind, message });
});
