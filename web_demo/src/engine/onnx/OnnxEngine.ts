import type { Bundle } from "../../manifest/Bundle";
import type { MethodEntry, ProgramFile } from "../../manifest/ProgramFile";
import { Refused } from "../../Refused";
import type { Engine, EngineOptions, Program } from "../Engine";
import { withRows } from "../RowTables";
import type { Tensor } from "../Tensor";
import { type Model, OnnxMethod } from "./OnnxMethod";
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
      if (later.size === 0) models.forget();
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
    return (await this.loaded(method)).run(inputs);
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

/** The files of a program. Weights that several methods share are read once. */
class Models {
  #weights: Promise<ReadonlyMap<string, Uint8Array>> | undefined;

  constructor(
    private readonly bundle: Bundle,
    private readonly file: ProgramFile,
  ) {}

  async of(method: string): Promise<Model> {
    const { files } = this.bundle;
    const { path } = this.file;
    if (await this.#isFile()) return { path, bytes: await files.bytes(path), weights: new Map() };
    const inside = `${path}/${method}.onnx`;
    if (!(await this.bundle.pathsOf(this.file)).includes(inside)) {
      throw new Refused(
        `${inside} is missing, though the manifest lists it; copy the bundle again`,
      );
    }
    this.#weights ??= this.#readWeights();
    return { path: inside, bytes: await files.bytes(inside), weights: await this.#weights };
  }

  /** The bytes that tables of rows stand in. */
  async rows(): Promise<Uint8Array> {
    if (this.file.rowTables.length === 0) return new Uint8Array(0);
    return this.bundle.files.bytes(this.file.path);
  }

  /** The runtime has its own copy of what was read. */
  forget(): void {
    this.#weights = undefined;
  }

  async #isFile(): Promise<boolean> {
    return (await this.bundle.pathsOf(this.file)).includes(this.file.path);
  }

  async #readWeights(): Promise<ReadonlyMap<string, Uint8Array>> {
    const folder = `${this.file.path}/`;
    const all = await this.bundle.pathsOf(this.file);
    const paths = all.filter((path) => !path.endsWith(".onnx"));
    const read = paths.map(
      async (path) => [path.slice(folder.length), await this.bundle.files.bytes(path)] as const,
    );
    return new Map(await Promise.all(read));
  }
}
