import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { OnnxEngine } from "../../src/engine/onnx/OnnxEngine";
import { longsOf, type Tensor } from "../../src/engine/Tensor";
import { WebgpuEngine } from "../../src/engine/webgpu/WebgpuEngine";
import { openBundle } from "../../src/manifest/Bundle";
import { programOf } from "../../src/manifest/Manifest";
import { BUNDLES, filesIn, missing } from "../bundles";

/** The runtime's public functions on the processor, as this machine has no GPU. */
vi.mock("onnxruntime-web/webgpu", async () => {
  const ort = await import("onnxruntime-web/wasm");
  const create = async (bytes: Uint8Array, asked: { executionProviders: string[] }) => {
    expect(asked.executionProviders).toEqual(["webgpu"]);
    return ort.InferenceSession.create(bytes, { ...asked, executionProviders: ["wasm"] });
  };
  return { ...ort, InferenceSession: { create } };
});

afterEach(() => void vi.unstubAllGlobals());

test.each([
  [{}, "this browser offers no WebGPU here"],
  [{ gpu: { requestAdapter: async () => null } }, "finds no GPU"],
  [{ gpu: { requestAdapter: () => Promise.reject(new Error("blocked")) } }, "finds no GPU"],
])("a browser without one says so", async (navigator, words) => {
  vi.stubGlobal("navigator", navigator);
  expect(await new WebgpuEngine().unavailable()).toContain(words);
});

test("a browser with one can have it", async () => {
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => ({}) } });
  expect(await new WebgpuEngine().unavailable()).toBeNull();
});

describe.skipIf(missing(BUNDLES))("the shipped programs", () => {
  const nothing = new Set<string>();
  const inputs = (...ids: number[]) =>
    new Map<string, Tensor>([
      ["input_ids", longsOf(ids, 1, ids.length)],
      [
        "attention_mask",
        longsOf(
          ids.map(() => 1),
          1,
          ids.length,
        ),
      ],
    ]);

  test.each([
    ["sentiment", "forward"],
    ["translation", "encode"],
  ])("%s answers by the public functions as by those beneath them", async (name, method) => {
    const bundle = await openBundle(filesIn(join(BUNDLES, name)));
    const file = programOf(bundle.manifest, "onnx");
    const found: unknown[] = [];
    for (const engine of [new WebgpuEngine(), new OnnxEngine(1)]) {
      const program = await engine.load(bundle, file, nothing);
      expect([...program.floats(2, 2).data]).toEqual([0, 0, 0, 0]);
      for (const ids of [
        [2, 100, 3],
        [2, 100, 200, 300, 3],
        [2, 500, 3],
      ]) {
        const outputs = await program.run(method, inputs(...ids));
        found.push([...outputs].map(([output, { data }]) => [output, Array.from(data, Number)]));
      }
      await expect(program.run("none", inputs(1))).rejects.toThrow('there is no method "none"');
      await program.close();
    }
    expect(found.slice(0, 3)).toEqual(found.slice(3));
  });

  test("what is no model, and a call that fails, is refused in words", async () => {
    const bundle = await openBundle(filesIn(join(BUNDLES, "sentiment")));
    const file = programOf(bundle.manifest, "onnx");
    const program = await new WebgpuEngine().load(bundle, file, nothing);
    const far = program.run("forward", inputs(2, 999_999, 3));
    await expect(far).rejects.toThrow("the method forward did not run on this GPU");
    await program.close();
    bundle.files.bytes = async () => new Uint8Array(100).fill(9);
    await expect(new WebgpuEngine().load(bundle, file, nothing)).rejects.toThrow(
      "model.onnx is not a model that ONNX Runtime can load",
    );
  });
});
