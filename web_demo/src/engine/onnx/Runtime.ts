import type { OrtModule } from "onnxruntime-web/ort-wasm-simd-threaded.mjs";
import { Refused } from "../../Refused";
import { Memory } from "./Memory";

/** The release of onnxruntime-web whose functions are called here; package.json pins it. */
export const VERSION = "1.30.0";

/** ONNX Runtime's log level: errors come back as well, and warnings are its optimizer's affair. */
const ERRORS_ONLY = 3;

/**
 * ONNX Runtime for WebAssembly with SIMD, by the functions that its own JavaScript calls. That
 * copies every input and output of every call, a decoder's states among them, which took a quarter
 * of a step; here tensors lie where the runtime reads them.
 */
export interface Runtime {
  readonly module: OrtModule;
  readonly memory: Memory;
  readonly threads: number;
}

/** Where the runtime's own file lies, for who does not have it beside its code. */
export interface RuntimeFiles {
  readonly wasmBinary?: ArrayBuffer;
  readonly locateFile?: (name: string) => string;
}

let started: Promise<Runtime> | undefined;

/**
 * The one runtime of this thread: its number of threads is settled when it starts. Refused: another
 * number later, and a browser that cannot have it.
 */
export async function runtime(threads: number, files: RuntimeFiles = {}): Promise<Runtime> {
  started ??= begun(threads, files).catch((failure: unknown) => {
    started = undefined;
    throw failure;
  });
  const found = await started;
  if (found.threads !== threads) {
    throw new Refused(
      `${threads} threads were asked for, and the runtime of this worker has ${found.threads}; ask a ` +
        "new worker",
    );
  }
  return found;
}

async function begun(threads: number, files: RuntimeFiles): Promise<Runtime> {
  const lack = lacking(threads);
  if (lack !== null) throw new Refused(lack);
  // A file of its own, as each of its threads begins with that file.
  const { default: start } = await import("onnxruntime-web/ort-wasm-simd-threaded.mjs");
  const module = await start({ numThreads: threads, ...files }).catch((failure: unknown) => {
    throw new Refused(
      `ONNX Runtime could not be fetched or compiled (${failure}); load the page again`,
    );
  });
  const memory = new Memory(module);
  memory.check(module._OrtInit(threads, ERRORS_ONLY), "ONNX Runtime did not start");
  return { module, memory, threads };
}

/** Why this browser cannot run it with so many threads, in words for a person, or null. */
export function lacking(threads: number): string | null {
  if (typeof WebAssembly === "undefined" || !WebAssembly.validate(SIMD)) {
    return "this browser has no WebAssembly with SIMD; use a newer one";
  }
  if (threads > 1 && !hasThreads()) {
    return (
      `${threads} threads were asked for, and this page may use 1: browsers share memory between ` +
      "threads only on secure origins (https, localhost) that are isolated from others"
    );
  }
  return null;
}

/** Whether several threads may work at one call. */
export function hasThreads(): boolean {
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  return typeof SharedArrayBuffer !== "undefined" && isolated !== false;
}

/** (module (func (drop (i32x4.dot_i16x8_s (i8x16.splat (i32.const 0)) (v128.const ...))))) */
const SIMD = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 30, 1, 28, 0, 65, 0],
  ...[253, 15, 253, 12, ...Array<number>(16).fill(0), 253, 186, 1, 26, 11],
);
