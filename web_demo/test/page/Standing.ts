import type { Asks, Found, Kind } from "../../src/worker/Messages";

/** A bundle of a site, as a worker tells of it. */
export function bundle(name: string, some: Partial<Found> & { task?: string } = {}): Found {
  const { task = "translation", ...rest } = some;
  return {
    name,
    manifest: name.padEnd(64, "0"),
    bytes: 1,
    card: false,
    facts: {
      task,
      source: task === "translation" ? (name.split("-")[0] ?? null) : null,
      target: task === "translation" ? (name.split("-")[1] ?? null) : null,
      pairs: false,
      runs: true,
      precision: "onnx int8",
      parameters: 1,
      licence: null,
      made: "2026-01-31T12:00:00Z",
      tool: "0.1.0",
      model: name,
    },
    problem: null,
    ...rest,
  };
}

type Answer = { [K in Kind]?: (asked: Asks[K]["asked"]) => Promise<unknown> };

/** A worker's client that answers by functions; `asked` is what it was asked. */
export function answering(answers: Answer) {
  const asked: [Kind, unknown][] = [];
  return {
    asked,
    closed: 0,
    ask(kind: Kind, of: unknown) {
      asked.push([kind, of]);
      const answer = answers[kind] as ((of: unknown) => Promise<unknown>) | undefined;
      return answer ? answer(of) : Promise.reject(new Error(`nobody answers ${kind}`));
    },
    close() {
      this.closed++;
    },
    tell() {},
  };
}
