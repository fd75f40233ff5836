import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-web/webgpu";
import type { Bundle } from "../../manifest/Bundle";
import type { MethodEntry, ProgramFile } from "../../manifest/ProgramFile";
import { Refused } from "../../Refused";
import { Call } from "../Call";
import type { Engine, EngineOptions, Program } from "../Engine";
import { type Model, Models } from "../onnx/Models";
import { VERSION } from "../onnx/Runtime";
import { withRows } from "../RowTables";
import { floats, longs, type Tensor } from "../Tensor";

type Ort = typeof import("onnxruntime-web/webgpu");

/**
 * ONNX Runtime on the GPU, as far as it has an operator there; of an int8 program it has few, and the
 * others run on the processor, with one thread. So it is offered where it answers the goldens, and is
 * the better one where a program is of float16 or float32.
 */
export class WebgpuEngine implements Engine {
  readonly name = "onnx";
  readonly version = VERSION;
  readonly options: EngineOptions = { threads: 1, provider: "webgpu" };

  async unavailable(): Promise<string | null> {
    const gpu = (globalThis.navigator as { gpu?: Gpu } | undefined)?.gpu;
    if (gpu === undefined) {
      return "this browser offers no WebGPU here: it has none, or the page is not on a secure origin";
    }
    const adapter = await gpu.requestAdapter().catch(() => null);
    return adapter === null ? "this browser finds no GPU that it lets a page use" : null;
  }

  async load(bundle: Bundle, file: ProgramFile, later: ReadonlySet<string>): Promise<Program> {
    // A runtime of its own, larger than the other: fetched by who asks for it alone.
    const ort = await import("onnxruntime-web/webgpu");
    ort.env.logLevel = "error";
    ort.env.wasm.numThreads = this.options.threads;
    const models = new Models(bundle, file);
    const program = new WebgpuProgram(ort, file, models);
    try {
      for (const { name } of file.methods) if (!later.has(name)) await program.loaded(name);
      models.forget();
      return withRows(program, file, await models.rows());
    } catch (failure) {
      await program.close();
      throw failure;
    }
  }
}

/** As much of WebGPU as is asked here. */
interface Gpu {
  requestAdapter(): Promise<object | null>;
}

class WebgpuProgram implements Program {
  readonly floats = floats;
  readonly #methods: ReadonlyMap<string, MethodEntry>;
  readonly #loaded = new Map<string, Promise<WebgpuMethod>>();

  constructor(
    private readonly ort: Ort,
    file: ProgramFile,
    private readonly models: Models,
  ) {
    this.#methods = new Map(file.methods.map((method) => [method.name, method]));
  }

  loaded(method: string): Promise<WebgpuMethod> {
    const found = this.#loaded.get(method) ?? this.#load(method);
    this.#loaded.set(method, found);
    return found;
  }

  async run(
    method: string,
    inputs: ReadonlyMap<string, Tensor>,
  ): Promise<ReadonlyMap<string, Tensor>> {
    const known = this.#loaded.get(method);
    const found = await (known ?? this.loaded(method));
    if (known === undefined) this.models.forget();
    return found.run(inputs);
  }

  async close(): Promise<void> {
    for (const method of await Promise.allSettled(this.#loaded.values())) {
      if (method.status === "fulfilled") await method.value.close();
    }
    this.#loaded.clear();
  }

  async #load(name: string): Promise<WebgpuMethod> {
    const entry = this.#methods.get(name);
    if (entry === undefined) {
      const names = [...this.#methods.keys()].join(", ");
      throw new Refused(`there is no method "${name}"; the program has ${names}`);
    }
    const model = await this.models.of(name);
    return new WebgpuMethod(this.ort, entry, await opened(this.ort, model));
  }
}

/** A session, and calls of it by the runtime's public functions. */
class WebgpuMethod {
  readonly #call: Call;

  constructor(
    private readonly ort: Ort,
    private readonly entry: MethodEntry,
    private readonly session: InferenceSession,
  ) {
    this.#call = new Call(entry, (_, dtype, shape) =>
      dtype === "float32" ? floats(...shape) : longs(...shape),
    );
  }

  async run(given: ReadonlyMap<string, Tensor>): Promise<ReadonlyMap<string, Tensor>> {
    const inputs = this.#call.inputs(given);
    const outputs = this.#call.outputs(inputs);
    const feeds = Object.fromEntries(
      this.entry.inputs.map(({ name }, at) => [name, this.#fed(inputs[at]!)]),
    );
    try {
      const found = await this.session.run(feeds);
      for (const [name, tensor] of outputs) put(found[name]!, tensor);
    } catch (failure) {
      const reason = `${failure}`.split("\n")[0];
      throw new Refused(
        `the method ${this.entry.name} did not run on this GPU (${reason}); choose the processor`,
      );
    }
    return outputs;
  }

  close(): Promise<void> {
    return this.session.release();
  }

  #fed({ shape, data }: Tensor): OrtTensor {
    return data instanceof Float32Array
      ? new this.ort.Tensor("float32", data, shape)
      : new this.ort.Tensor("int64", data, shape);
  }
}

async function opened(ort: Ort, model: Model): Promise<InferenceSession> {
  const externalData = [...model.weights].map(([path, data]) => ({ path, data }));
  try {
    return await ort.InferenceSession.create(model.bytes, {
      executionProviders: ["webgpu"],
      externalData,
    });
  } catch (failure) {
    throw new Refused(`${model.path} is not a model that ONNX Runtime can load: ${failure}`);
  }
}

function put(found: OrtTensor, tensor: Tensor): void {
  if (tensor.data instanceof Float32Array) tensor.data.set(found.data as Float32Array);
  else tensor.data.set(found.data as BigInt64Array);
}
