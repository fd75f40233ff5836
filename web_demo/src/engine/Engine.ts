import type { Bundle } from "../manifest/Bundle";
import type { ProgramFile } from "../manifest/ProgramFile";
import type { Tensor } from "./Tensor";

/** What computes: WebAssembly on the processor, or WebGPU. */
export type Provider = "wasm" | "webgpu";

/** `threads`: how many one call may use, 1 or more. */
export interface EngineOptions {
  readonly threads: number;
  readonly provider: Provider;
}

/** A runtime that opens the programs of one format. Its `name` is the format's. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  readonly options: EngineOptions;

  /** Why this browser cannot run it, in words for a person, or null. */
  unavailable(): Promise<string | null>;

  /**
   * Opens `file` of a checked bundle. `later`: methods that may never be called, each of which its
   * first call loads, so that it takes neither time nor memory before; all others are loaded now,
   * or the time of their first call would say nothing of a call.
   */
  load(bundle: Bundle, file: ProgramFile, later: ReadonlySet<string>): Promise<Program>;
}

/**
 * A loaded file. One call at a time. What `run` returns may lie in memory that the next call of the
 * same method writes again.
 */
export interface Program {
  /** Zeros, float32, in memory that the runtime reads where it lies. */
  floats(...shape: number[]): Tensor & { readonly data: Float32Array };

  /** One call: the inputs of a method of the manifest by name, to its outputs by name. */
  run(method: string, inputs: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>>;

  close(): Promise<void>;
}
