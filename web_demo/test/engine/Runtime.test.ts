import { afterEach, expect, test, vi } from "vitest";

/** A runtime that fails at first, and then starts and ends in the middle of a call. */
const start = vi.fn();
vi.mock("onnxruntime-web/ort-wasm-simd-threaded.mjs", () => ({ default: start }));

afterEach(() => vi.resetModules());

const MODULE = {
  HEAPU8: new Uint8Array(new ArrayBuffer(1 << 16)),
  places: 64,
  _malloc(bytes: number): number {
    this.places += (bytes + 15) & ~15;
    return this.places;
  },
  _free() {},
  getValue: () => 0,
  UTF8ToString: () => "no kernel for it",
  _OrtInit: () => 0,
  _OrtGetLastError(code: number, words: number) {
    new Uint32Array(this.HEAPU8.buffer)[words / 4] = code;
    return 0;
  },
};

test("a runtime that could not be fetched is asked for again", async () => {
  const { runtime } = await import("../../src/engine/onnx/Runtime");
  start.mockRejectedValueOnce(new Error("offline"));
  await expect(runtime(1)).rejects.toThrow(
    "ONNX Runtime could not be fetched or compiled (Error: offline); load the page again",
  );
  start.mockResolvedValue({ ...MODULE });
  const found = await runtime(1);
  expect(await runtime(1)).toBe(found);
  expect(start).toHaveBeenLastCalledWith({ numThreads: 1 });
  await expect(runtime(2)).rejects.toThrow("the runtime of this worker has 1");
});

test("a runtime that does not start says so in its own words", async () => {
  const { runtime } = await import("../../src/engine/onnx/Runtime");
  start.mockResolvedValue({ ...MODULE, _OrtInit: () => 1 });
  await expect(runtime(1)).rejects.toThrow("ONNX Runtime did not start: no kernel for it");
});

test("memory that is not there, and a call that ends the runtime, are refused in words", async () => {
  const { Memory } = await import("../../src/engine/onnx/Memory");
  const { OnnxMethod } = await import("../../src/engine/onnx/OnnxMethod");
  const { Tensors } = await import("../../src/engine/onnx/Tensors");
  const module = {
    ...MODULE,
    mountExternalData() {},
    unmountExternalData() {},
    _OrtCreateSessionOptions: () => 1,
    _OrtReleaseSessionOptions: () => 0,
    _OrtCreateSession: () => 1,
    _OrtRun: () => {
      throw new Error("Aborted(OOM)");
    },
  };
  const memory = new Memory(module as never);
  const runtime = { module: module as never, memory, threads: 1 };
  const entry = { name: "forward", inputs: [], outputs: [], arenaBytes: null, states: [] };
  const model = { path: "model.onnx", bytes: Uint8Array.of(1), weights: new Map() };
  const method = await OnnxMethod.load(runtime, new Tensors(runtime), entry, model);
  expect(() => method.run(new Map())).toThrow(
    "the method forward did not run: Error: Aborted(OOM); load the page again",
  );
  module._malloc = () => 0;
  expect(() => new Tensors(runtime).floats([1000])).toThrow("has no 4000 bytes of memory left");
});
