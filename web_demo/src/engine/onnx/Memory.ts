import type { OrtModule } from "onnxruntime-web/ort-wasm-simd-threaded.mjs";
import { Refused } from "../../Refused";

const POINTER_BYTES = 4;

/** What is handed to the runtime and taken from it, in its own memory. */
export class Memory {
  constructor(readonly module: OrtModule) {}

  /** So many bytes; never given back by itself. */
  room(bytes: number): number {
    const place = this.module._malloc(Math.max(bytes, 1));
    if (place === 0) throw new Refused(`this browser has no ${bytes} bytes of memory left`);
    return place;
  }

  free(place: number): void {
    this.module._free(place);
  }

  /** All bytes as they are now: memory that grew is another array. */
  bytes(): Uint8Array {
    // The runtime's own functions in JavaScript look whether a thread made the memory grow.
    this.module.getValue(POINTER_BYTES, "i8");
    return this.module.HEAPU8;
  }

  /** A copy of `bytes`. */
  copy(bytes: Uint8Array): number {
    const place = this.room(bytes.length);
    this.bytes().set(bytes, place);
    return place;
  }

  /** A text with a zero behind it. */
  text(text: string): number {
    return this.copy(new TextEncoder().encode(`${text}\0`));
  }

  /** Pointers, or other numbers of 32 bits, one after the other. */
  words(numbers: readonly number[]): number {
    const words = Uint32Array.from(numbers);
    return this.copy(new Uint8Array(words.buffer));
  }

  floats(place: number, count: number): Float32Array {
    return new Float32Array(this.bytes().buffer, place, count);
  }

  longs(place: number, count: number): BigInt64Array {
    return new BigInt64Array(this.bytes().buffer, place, count);
  }

  /** Refuses in the runtime's own words where a call did not succeed. */
  check(status: number, what: string): void {
    if (status !== 0) throw new Refused(`${what}: ${this.lastError()}`);
  }

  /** The handle that a call made; it makes 0 where it fails. */
  made(handle: number, what: string): number {
    this.check(handle === 0 ? 1 : 0, what);
    return handle;
  }

  /** What the runtime says of the last call that failed. */
  lastError(): string {
    const said = this.room(2 * POINTER_BYTES);
    this.module._OrtGetLastError(said, said + POINTER_BYTES);
    const words = new Uint32Array(this.bytes().buffer, said, 2);
    const text = words[1] === 0 ? "no words" : this.module.UTF8ToString(words[1]!);
    this.free(said);
    return text;
  }
}
