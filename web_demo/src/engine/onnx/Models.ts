import type { Bundle } from "../../manifest/Bundle";
import type { ProgramFile } from "../../manifest/ProgramFile";
import { Refused } from "../../Refused";

/** What a session is made of: the model, and weights that lie beside it by their names. */
export interface Model {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly weights: ReadonlyMap<string, Uint8Array>;
}

/** The files of a program. Weights that several methods share are read once, until they are forgotten. */
export class Models {
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
