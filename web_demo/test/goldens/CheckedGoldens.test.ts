import { expect, test } from "vitest";
import type { Engine } from "../../src/engine/Engine";
import { CheckedGoldens, type Kept } from "../../src/goldens/CheckedGoldens";
import type { Goldens } from "../../src/goldens/Goldens";

const ENGINE = { name: "onnx", version: "1", options: { threads: 1, provider: "wasm" } } as Engine;
const goldens = (passed: boolean) => ({ passed }) as Goldens;

function memory(): Kept {
  const texts = new Map<string, string>();
  return {
    get: async (name) => texts.get(name) ?? null,
    set: async (name, text) => void texts.set(name, text),
  };
}

test("what goldens said is known again, for this bundle, engine and browser alone", async () => {
  const kept = memory();
  const checked = new CheckedGoldens(kept, "Chromium 156");
  expect(await checked.passed("a", ENGINE)).toBeNull();
  await checked.keep(goldens(true), "a", ENGINE);
  await checked.keep(goldens(false), "b", ENGINE);
  expect(await checked.passed("a", ENGINE)).toBe(true);
  expect(await checked.passed("b", ENGINE)).toBe(false);
  const others: Engine[] = [
    { ...ENGINE, version: "2" },
    { ...ENGINE, options: { threads: 1, provider: "webgpu" } },
    { ...ENGINE, options: { threads: 2, provider: "wasm" } },
  ];
  for (const other of others) expect(await checked.passed("a", other)).toBeNull();
  expect(await new CheckedGoldens(kept, "Chromium 157").passed("a", ENGINE)).toBeNull();
});

test("where nothing can be kept they are checked again", async () => {
  const full = async () => {
    throw new Error("quota");
  };
  const checked = new CheckedGoldens({ get: full, set: full }, "it");
  await checked.keep(goldens(true), "a", ENGINE);
  expect(await checked.passed("a", ENGINE)).toBeNull();
});
