import type { Dtype } from "../Call";
import { count, type Tensor } from "../Tensor";
import type { Runtime } from "./Runtime";

/** The number that ONNX has for each type (TensorProto.DataType), and bytes of a number. */
const TYPES = { float32: { code: 1, bytes: 4 }, int64: { code: 7, bytes: 8 } } as const;

/** The runtime keeps nothing of its own: it reads and writes where it is told to. */
const IN_MEMORY = 1;

/** Memory of one output or of one input that is copied, and the handle of what it holds now. */
interface Held {
  readonly bytes: number;
  readonly place: number;
}

/** The tensors of a program, in the runtime's memory. */
export class Tensors {
  /** Where tensors lie that were made here. */
  readonly #places = new WeakMap<Tensor, number>();
  readonly #held = new Map<string, Held>();
  readonly #handles = new Map<string, number>();
  readonly #rooms: number[] = [];

  constructor(private readonly runtime: Runtime) {}

  /** Zeros, float32. */
  floats(shape: readonly number[]): Tensor & { readonly data: Float32Array } {
    const { memory } = this.runtime;
    const size = count(shape);
    const place = this.#room(size * TYPES.float32.bytes);
    const data = memory.floats(place, size).fill(0);
    const tensor = { shape, data };
    this.#places.set(tensor, place);
    return tensor;
  }

  /** An output in the memory that all outputs of its name get, which has room for `most` numbers. */
  output(name: string, dtype: Dtype, shape: readonly number[], most: number): Tensor {
    const { memory } = this.runtime;
    const place = this.#memoryOf(name, most * TYPES[dtype].bytes);
    const size = count(shape);
    const data = dtype === "float32" ? memory.floats(place, size) : memory.longs(place, size);
    const tensor = { shape, data };
    this.#places.set(tensor, place);
    return tensor;
  }

  /** The runtime's handle of a tensor, which is bound at a `place` of a method until the next is. */
  handle(place: string, tensor: Tensor): number {
    const { module, memory } = this.runtime;
    const { code, bytes } = TYPES[tensor.data instanceof Float32Array ? "float32" : "int64"];
    const size = tensor.data.length * bytes;
    const own = this.#places.get(tensor);
    const at = own ?? this.#memoryOf(place, size);
    const before = this.#handles.get(place);
    if (before !== undefined) module._OrtReleaseTensor(before);
    const dims = memory.words(tensor.shape);
    const rank = tensor.shape.length;
    const made = module._OrtCreateTensor(code, at, size, dims, rank, IN_MEMORY);
    memory.free(dims);
    const handle = memory.made(made, "no tensor can be had");
    this.#handles.set(place, handle);
    this.refresh(place, tensor);
    return handle;
  }

  /** A tensor of another memory is copied again, as it may hold other numbers. */
  refresh(place: string, tensor: Tensor): void {
    if (this.#places.has(tensor)) return;
    const { data } = tensor;
    const to = this.#held.get(place)!.place;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.runtime.memory.bytes().set(bytes, to);
  }

  close(): void {
    for (const handle of this.#handles.values()) this.runtime.module._OrtReleaseTensor(handle);
    for (const place of this.#rooms) this.runtime.memory.free(place);
    this.#handles.clear();
    this.#rooms.length = 0;
  }

  /** Memory by its name, larger where the one that there was is too small. */
  #memoryOf(name: string, bytes: number): number {
    const held = this.#held.get(name);
    if (held !== undefined && held.bytes >= bytes) return held.place;
    const place = this.#room(bytes);
    this.#held.set(name, { bytes, place });
    return place;
  }

  #room(bytes: number): number {
    const place = this.runtime.memory.room(bytes);
    this.#rooms.push(place);
    return place;
  }
}
