import { expect, test } from "vitest";
import { CheckedGoldens } from "../../../src/goldens/CheckedGoldens";
import { AskModel } from "../../../src/page/ask/AskModel";
import { idOf } from "../../../src/page/ask/Subject";
import { Library } from "../../../src/page/bundles/Library";
import { offersHere } from "../../../src/page/engines/Offer";
import { Failed, type WorkerClient } from "../../../src/page/work/WorkerClient";
import type { Failure, Found, Translated } from "../../../src/worker/Messages";
import { answering, bundle } from "../Standing";

const HERE = { secure: true, isolated: false, gpu: false, cores: 4, kept: true };
const SAID = { text: "Ja.", times: [1], tokens: 2, cut: 0, between: null };

interface With {
  readonly bundles?: Found[];
  readonly passes?: boolean;
  readonly fails?: Failure;
  readonly gpu?: boolean;
}

function made({ bundles = [bundle("en-de")], passes = true, fails, gpu = false }: With = {}) {
  const kept = new Map<string, string>();
  const worker = answering({
    look: async () => bundles,
    prepare: async () => ({ version: "1", examples: [{ text: "Yes.", pair: null }], unkept: [] }),
    translate: async () => {
      if (fails) throw new Failed(fails);
      return SAID;
    },
    check: async () => passes,
  });
  const client = worker as unknown as WorkerClient;
  const library = new Library(client);
  const model = new AskModel<Translated>({
    task: "translation",
    library,
    worker: client,
    offers: offersHere({ ...HERE, gpu }),
    threads: 1,
    checked: new CheckedGoldens(
      {
        get: async (name) => kept.get(name) ?? null,
        set: async (name, text) => void kept.set(name, text),
      },
      "a browser",
    ),
    nothing: "no_translator",
    ask: (to, asked, { text }, heard) => to.ask("translate", { ...asked, text }, heard),
  });
  return { worker, library, model, kept };
}

test("what is chosen is loaded once, and a question is answered", async () => {
  const { worker, library, model } = made();
  model.prepare();
  await library.look();
  await expect.poll(() => model.held.state.examples).toHaveLength(1);
  await model.ask({ text: "Yes.", pair: null });
  const shown = { answer: SAID, busy: null, problem: null, doubted: null };
  expect(model.held.state).toMatchObject(shown);
  expect(worker.asked.map(([kind]) => kind)).toContain("translate");
});

test("goldens are checked behind the answer, once, and a failure is shown", async () => {
  const { worker, library, model, kept } = made({ passes: false });
  await library.look();
  await model.ask({ text: "Yes.", pair: null });
  expect(model.held.state.doubted?.provider).toBe("wasm");
  expect([...kept.values()]).toEqual(["failed"]);
  await model.ask({ text: "Yes.", pair: null });
  expect(worker.asked.filter(([kind]) => kind === "check")).toHaveLength(1);
  expect(model.held.state.doubted?.provider).toBe("wasm");
});

test("a failure is a problem with what to do, and can be tried again", async () => {
  const { library, model } = made({ fails: { kind: "network", message: "gone" } });
  await library.look();
  await model.ask({ text: "Yes.", pair: null });
  expect(model.held.state).toMatchObject({
    busy: null,
    answer: null,
    problem: { title: "problem_network", detail: { words: "gone" }, again: true },
  });
});

test("stopping ends the worker, and is no problem", async () => {
  const { worker, library, model } = made();
  await library.look();
  const asked = model.ask({ text: "Yes.", pair: null });
  model.stop();
  await asked;
  expect(worker.closed).toBe(1);
  const shown = { stopped: true, busy: null, answer: null, problem: null };
  expect(model.held.state).toMatchObject(shown);
});

test("a pair of translators is one choice that can be swapped, and two that meet are a way", async () => {
  const { library, model } = made({
    bundles: [bundle("pt-en"), bundle("en-pt"), bundle("en-de")],
  });
  await library.look();
  const ids = (model.held.state.subjects ?? []).map(idOf);
  expect(ids).toEqual(["pt-en", "en-de", "pt-en+en-de"]);
  model.swap();
  expect(idOf(model.held.state.subject!)).toBe("en-pt");
  model.choose("pt-en+en-de");
  expect(model.held.state.subject?.way?.through).toBe("en");
});

test.each<[string, Found[], string]>([
  ["no bundle of the task", [bundle("a", { task: "text-classification" })], "no_translator"],
  ["a bundle that cannot be read", [bundle("a", { facts: null, problem: "damaged" })], "damaged"],
])("%s is refused in words", async (_, bundles, said) => {
  const { library, model } = made({ bundles });
  await library.look();
  await model.ask({ text: "Yes.", pair: null });
  expect(JSON.stringify(model.held.state.problem?.detail)).toContain(said);
});

test("an engine that works here can be chosen, and answers are asked of it", async () => {
  const { worker, library, model } = made({ gpu: true });
  await library.look();
  model.chooseEngine("webgpu");
  await model.ask({ text: "Yes.", pair: null });
  expect(worker.asked.at(-1)?.[1]).toMatchObject({ means: { provider: "webgpu", threads: 1 } });
});

test.each([
  [{ ...HERE, gpu: null }, "no_webgpu"],
  [{ ...HERE, gpu: null, secure: false }, "no_webgpu_insecure"],
  [HERE, "no_gpu"],
] as const)("an engine that does not work here says why: %j", (here, why) => {
  expect(offersHere(here).map((offer) => offer.why)).toEqual([null, why]);
});
