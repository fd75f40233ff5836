import type { MethodEntry, TensorEntry } from "../manifest/ProgramFile";
import { Refused } from "../Refused";
import type { Tensor } from "./Tensor";

/** A type of numbers of which a program may take and return tensors. */
export type Dtype = "float32" | "int64";

/** Makes the tensor of an output, for the shape that it has in this call. */
export type MakeTensor = (entry: TensorEntry, dtype: Dtype, shape: readonly number[]) => Tensor;

/**
 * Calls of one method: inputs are held against the manifest, and outputs get tensors of the sizes
 * that follow from them, the same ones as long as the sizes stay.
 */
export class Call {
  #accepted: readonly Tensor[] = [];
  #made: ReadonlyMap<string, Tensor> = new Map();

  constructor(
    private readonly method: MethodEntry,
    private readonly make: MakeTensor,
  ) {}

  /** The inputs in the order of the manifest; refuses what the method does not take. */
  inputs(given: ReadonlyMap<string, Tensor>): readonly Tensor[] {
    const { inputs } = this.method;
    if (given.size !== inputs.length) this.#wrongNames(given);
    return inputs.map((input) => given.get(input.name) ?? this.#wrongNames(given));
  }

  /** Tensors for the outputs of a call with these inputs, by name. */
  outputs(inputs: readonly Tensor[]): ReadonlyMap<string, Tensor> {
    if (!this.#sameSizes(inputs)) {
      const extents = this.#extents(inputs);
      this.#made = new Map(
        this.method.outputs.map((entry) => [entry.name, this.#tensor(entry, extents)]),
      );
      this.#accepted = inputs;
    }
    return this.#made;
  }

  #sameSizes(inputs: readonly Tensor[]): boolean {
    const accepted = this.#accepted;
    if (accepted.length !== inputs.length) return false;
    for (let at = 0; at < inputs.length; at++) {
      const before = accepted[at]!;
      const tensor = inputs[at]!;
      if (before !== tensor && !isSame(before.shape, tensor.shape)) return false;
    }
    return true;
  }

  /** The extent of each size that has a name; refuses shapes that do not fit. */
  #extents(inputs: readonly Tensor[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const [place, entry] of this.method.inputs.entries()) {
      const { shape, data } = inputs[place]!;
      const isReal = data instanceof Float32Array;
      if (entry.shape.length !== shape.length || isReal !== (entry.dtype === "float32")) {
        throw this.#wrongShape(entry, shape, isReal);
      }
      for (const [axis, size] of entry.shape.entries()) {
        const extent = shape[axis]!;
        const known = size.name === null ? extent : (found.get(size.name) ?? extent);
        if (size.name !== null) found.set(size.name, known);
        if (extent < size.minimum || extent > size.maximum || known !== extent) {
          throw this.#wrongShape(entry, shape, isReal);
        }
      }
    }
    return found;
  }

  #tensor(entry: TensorEntry, extents: ReadonlyMap<string, number>): Tensor {
    const { dtype } = entry;
    if (dtype !== "float32" && dtype !== "int64") {
      throw new Refused(
        `${this.method.name} returns ${dtype} as ${entry.name}; this app reads float32 and int64`,
      );
    }
    const extent = (name: string | null, most: number) =>
      name === null ? most : (extents.get(name) ?? most);
    return this.make(
      entry,
      dtype,
      entry.shape.map((size) => extent(size.name, size.maximum)),
    );
  }

  #wrongNames(given: ReadonlyMap<string, Tensor>): never {
    const names = this.method.inputs.map((input) => input.name).join(", ");
    throw new Refused(`${this.method.name} takes ${names}, not ${[...given.keys()].join(", ")}`);
  }

  #wrongShape(entry: TensorEntry, shape: readonly number[], isReal: boolean): Refused {
    const sizes = entry.shape.map(({ minimum, maximum }) =>
      minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`,
    );
    const kind = isReal ? "float32" : "int64";
    return new Refused(
      `${entry.name} of ${this.method.name} is ${entry.dtype} (${sizes.join(", ")}), and ${kind} ` +
        `[${shape.join(", ")}] was given`,
    );
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
