/** What onnxruntime-web 1.30.0 calls in its own WebAssembly (js/web/lib/wasm/wasm-types.ts). */
declare module "onnxruntime-web/ort-wasm-simd-threaded.mjs" {
  export interface OrtModule {
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(place: number): void;
    UTF8ToString(place: number): string;
    getValue(place: number, type: "i8"): number;
    mountExternalData(path: string, bytes: Uint8Array): void;
    unmountExternalData(): void;
    _OrtInit(threads: number, logLevel: number): number;
    _OrtGetLastError(code: number, words: number): number;
    _OrtCreateSessionOptions(
      optimized: number,
      hasArena: number,
      hasPattern: number,
      mode: number,
      isProfiled: number,
      profile: number,
      name: number,
      logLevel: number,
      verbosity: number,
      optimizedPath: number,
    ): number;
    _OrtReleaseSessionOptions(options: number): number;
    _OrtCreateSession(model: number, bytes: number, options: number): Promise<number> | number;
    _OrtReleaseSession(session: number): number;
    _OrtCreateTensor(
      type: number,
      place: number,
      bytes: number,
      dims: number,
      rank: number,
      location: number,
    ): number;
    _OrtReleaseTensor(tensor: number): number;
    _OrtRun(
      session: number,
      inputNames: number,
      inputs: number,
      inputCount: number,
      outputNames: number,
      outputCount: number,
      outputs: number,
      options: number,
    ): number;
  }

  export interface OrtConfig {
    readonly numThreads: number;
    readonly wasmBinary?: ArrayBuffer;
    readonly locateFile?: (name: string) => string;
  }

  export default function start(config: OrtConfig): Promise<OrtModule>;
}
