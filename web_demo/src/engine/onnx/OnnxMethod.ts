import type { MethodEntry } from "../../manifest/ProgramFile";
import { Refused } from "../../Refused";
import { Call } from "../Call";
import { count, type Tensor } from "../Tensor";
import type { Model } from "./Models";
import type { Runtime } from "./Runtime";
import type { Tensors } from "./Tensors";

/** A session. Tensors of the last call stay bound to it, as a search hands in most of them again. */
export class OnnxMethod {
  readonly #call: Call;

  /** Names, and handles of what is bound, as the runtime reads them: inputs, then outputs. */
  readonly #names: number;
  readonly #handles: number;
  readonly #rooms: readonly number[];
  readonly #bound: (Tensor | null)[];

  /** What each that is bound is called among the tensors of the program. */
  readonly #places: readonly string[];

  private constructor(
    private readonly runtime: Runtime,
    private readonly tensors: Tensors,
    private readonly entry: MethodEntry,
    private readonly session: number,
  ) {
    const { memory } = runtime;
    const all = [...entry.inputs, ...entry.outputs];
    const names = all.map(({ name }) => memory.text(name));
    this.#names = memory.words(names);
    this.#handles = memory.words(all.map(() => 0));
    this.#rooms = [...names, this.#names, this.#handles];
    this.#bound = all.map(() => null);
    this.#places = all.map(({ name }) => `${entry.name}.${name}`);
    this.#call = new Call(entry, (output, dtype, shape) => {
      const most = count(output.shape.map((size) => size.maximum));
      return tensors.output(`${entry.name}.${output.name}`, dtype, shape, most);
    });
  }

  static async load(
    runtime: Runtime,
    tensors: Tensors,
    entry: MethodEntry,
    model: Model,
  ): Promise<OnnxMethod> {
    return new OnnxMethod(runtime, tensors, entry, await opened(runtime, model));
  }

  run(given: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
    const inputs = this.#call.inputs(given);
    const outputs = this.#call.outputs(inputs);
    let at = 0;
    for (const tensor of inputs) this.#bind(at++, tensor);
    for (const tensor of outputs.values()) this.#bind(at++, tensor);
    const status = this.#called(inputs.length, outputs.size);
    this.runtime.memory.check(status, `the method ${this.entry.name} did not run`);
    return outputs;
  }

  close(): void {
    this.runtime.module._OrtReleaseSession(this.session);
    for (const place of this.#rooms) this.runtime.memory.free(place);
  }

  #called(inputs: number, outputs: number): number {
    const behind = 4 * inputs;
    try {
      return this.runtime.module._OrtRun(
        this.session,
        this.#names,
        this.#handles,
        inputs,
        this.#names + behind,
        outputs,
        this.#handles + behind,
        0,
      );
    } catch (failure) {
      // As where memory runs out, which ends the runtime.
      throw new Refused(
        `the method ${this.entry.name} did not run: ${failure}; load the page again`,
      );
    }
  }

  /** What stands in the runtime's own memory is bound once, and copied there where it does not. */
  #bind(at: number, tensor: Tensor): void {
    const place = this.#places[at]!;
    if (this.#bound[at] === tensor) {
      this.tensors.refresh(place, tensor);
      return;
    }
    const handle = this.tensors.handle(place, tensor);
    new Uint32Array(this.runtime.memory.bytes().buffer, this.#handles)[at] = handle;
    this.#bound[at] = tensor;
  }
}

/** What the runtime does with a graph before it runs it: all that it can (ORT_ENABLE_ALL). */
const OPTIMIZED = 99;
const ERRORS_ONLY = 3;

/** A session of a model. Its bytes are copied, and may go. */
async function opened(runtime: Runtime, model: Model): Promise<number> {
  const { module, memory } = runtime;
  const name = memory.text(model.path);
  const options = memory.made(
    module._OrtCreateSessionOptions(OPTIMIZED, 1, 1, 0, 0, 0, name, ERRORS_ONLY, 0, 0),
    "no session can be had",
  );
  const copy = memory.copy(model.bytes);
  for (const [path, bytes] of model.weights) module.mountExternalData(path, bytes);
  try {
    const session = await module._OrtCreateSession(copy, model.bytes.length, options);
    if (session === 0) throw unreadable(model.path, memory.lastError());
    return session;
  } catch (failure) {
    // Where memory runs out the runtime throws a number.
    throw failure instanceof Refused ? failure : unreadable(model.path, `${failure}`);
  } finally {
    module.unmountExternalData();
    module._OrtReleaseSessionOptions(options);
    memory.free(copy);
    memory.free(name);
  }
}

function unreadable(path: string, reason: string): Refused {
  return new Refused(`${path} is not a model that ONNX Runtime can load: ${reason}`);
}
