import type { Engine, Program } from "../engine/Engine";
import { Bundle } from "../manifest/Bundle";
import type { ProgramFile, TensorEntry } from "../manifest/ProgramFile";
import { now, rounded } from "./Clock";
import { INPUTS, inputs, OUTPUTS, wrong } from "./FullRange";

/** The files of exporters/onnx/probes. */
export interface ProbeFiles {
  /** Weights up to 127. */
  full(): Promise<Uint8Array>;

  /** Weights up to 63. */
  reduced(): Promise<Uint8Array>;
}

/** How long the engine took to be ready, and how long was spent on finding out: for that no user waits. */
export interface Ready {
  readonly compileMs: number;
  readonly spentMs: number;
}

/**
 * Is the arithmetic of this browser's runtime right? An int8 product at full range, as
 * exporters/probe. WebAssembly's relaxed SIMD may saturate where plain SIMD does not, and each
 * processor in its own way.
 */
export class Probe {
  constructor(
    private readonly engine: Engine,
    private readonly files: ProbeFiles,
  ) {}

  /**
   * Has the engine's runtime fetched, compiled and started, by a small program that is opened twice:
   * what the first time took longer is the runtime's.
   */
  async ready(): Promise<Ready> {
    const bytes = await this.files.full();
    const began = now();
    const [first, second] = [await this.opened(bytes), await this.opened(bytes)];
    const compileMs = rounded(Math.max(first - second, 0));
    return { compileMs, spentMs: rounded(now() - began - compileMs) };
  }

  /** Whether a result of int8 products differs from exact integers. */
  async saturates(): Promise<boolean> {
    const full = await this.wrong(await this.files.full(), FULL);
    const reduced = await this.wrong(await this.files.reduced(), REDUCED);
    return full + reduced > 0;
  }

  /** Milliseconds. */
  private async opened(bytes: Uint8Array): Promise<number> {
    const began = now();
    const program = await this.load(bytes);
    const took = now() - began;
    await program.close();
    return took;
  }

  private async wrong(bytes: Uint8Array, largest: number): Promise<number> {
    const program = await this.load(bytes);
    try {
      return wrong(await program.run(METHOD, inputs()), largest);
    } finally {
      await program.close();
    }
  }

  private load(bytes: Uint8Array): Promise<Program> {
    const files = { paths: async () => [NAME], bytes: async () => bytes };
    return this.engine.load(new Bundle(files, MANIFEST, ""), FILE, new Set());
  }
}

const FULL = 127;
const REDUCED = 63;
const METHOD = "forward";
const NAME = "probe.onnx";

const FILE: ProgramFile = {
  path: NAME,
  sizeBytes: 0,
  sha256: "",
  format: "onnx",
  runtime: "",
  runtimeVersion: "",
  precision: "int8",
  methods: [
    {
      name: METHOD,
      inputs: entries(INPUTS),
      outputs: entries(OUTPUTS),
      arenaBytes: null,
      states: [],
    },
  ],
  storedBytes: new Map(),
  int8Bytes: 0,
  idealBytes: 0,
  rowTables: [],
  again: [],
};

/** An engine is told of a program by a bundle, and asks it for the bytes alone. */
const MANIFEST = {
  name: "probe",
  task: "",
  created: "",
  tool: { version: "", commit: "" },
  source: { model: "", origin: "", architecture: "", family: "", sha256: "", licence: null },
  files: [FILE],
  texts: [],
  text: {
    tokenizer: "",
    labels: [],
    padId: 0,
    targetTokenizer: null,
    prefix: "",
    sourceLanguage: null,
    targetLanguage: null,
    unknown: null,
    sourceScripts: [],
    pairs: false,
    keepsEnd: false,
  },
  limits: { shortest: 1, longest: 1, longestTarget: null },
  precision: "int8",
  keptFloat: [],
  uniqueParameters: 0,
  decoding: null,
  document: {},
} as const;

function entries(shapes: Readonly<Record<string, readonly number[]>>): TensorEntry[] {
  return Object.entries(shapes).map(([name, shape]) => ({
    name,
    dtype: "float32",
    shape: shape.map((extent) => ({ name: null, minimum: extent, maximum: extent })),
  }));
}
