import type { Bundle } from "../../manifest/Bundle";
import type { MethodEntry, ProgramFile } from "../../manifest/ProgramFile";
import { Refused } from "../../Refused";
import type { Engine, EngineOptions, Program } from "../Engine";
import { withRows } from "../RowTables";
import type { Tensor } from "../Tensor";
import { Models } from "./Models";
import { OnnxMethod } from "./OnnxMethod";
import { lacking, type Runtime, type RuntimeFiles, runtime, VERSION } from "./Runtime";
import { Tensors } from "./Tensors";

/** ONNX Runtime on the processor. A program is a file, or a folder with a file a method. */
export class OnnxEngine implements Engine {
  readonly name = "onnx";
  readonly version = VERSION;
  readonly options: EngineOptions;

  constructor(
    threads: number,
    private readonly files: RuntimeFiles = {},
  ) {
    this.options = { threads, provider: "wasm" };
  }

  async unavailable(): Promise<string | null> {
    return lacking(this.options.threads);
  }

  async load(bundle: Bundle, file: ProgramFile, later: ReadonlySet<string>): Promise<Program> {
    const models = new Models(bundle, file);
    const program = new OnnxProgram(await runtime(this.options.threads, this.files), file, models);
    try {
      const now = file.methods.filter((method) => !later.has(method.name));
      for (const method of now) await program.loaded(method.name);
      models.forget();
      return withRows(program, file, await models.rows());
    } catch (failure) {
      await program.close();
      throw failure;
    }
  }
}

class OnnxProgram implements Program {
  readonly #methods: ReadonlyMap<string, MethodEntry>;
  readonly #loaded = new Map<string, Promise<OnnxMethod>>();
  readonly #tensors: Tensors;

  constructor(
    private readonly runtime: Runtime,
    file: ProgramFile,
    private readonly models: Models,
  ) {
    this.#methods = new Map(file.methods.map((method) => [method.name, method]));
    this.#tensors = new Tensors(runtime);
  }

  floats(...shape: number[]): Tensor & { readonly data: Float32Array } {
    return this.#tensors.floats(shape);
  }

  loaded(method: string): Promise<OnnxMethod> {
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
      if (method.status === "fulfilled") method.value.close();
    }
    this.#loaded.clear();
    this.#tensors.close();
  }

  async #load(name: string): Promise<OnnxMethod> {
    const entry = this.#methods.get(name);
    if (entry === undefined) {
      const names = [...this.#methods.keys()].join(", ");
      throw new Refused(`there is no method "${name}"; the program has ${names}`);
    }
    return OnnxMethod.load(this.runtime, this.#tensors, entry, await this.models.of(name));
  }
}
