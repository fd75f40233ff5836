import { Labelling } from "../../src/benchmark/Labelling";
import type { Pass } from "../../src/benchmark/Samples";
import { Translating } from "../../src/benchmark/Translating";
import type { Workload } from "../../src/benchmark/Workload";
import { OnnxEngine } from "../../src/engine/onnx/OnnxEngine";
import { type BundleFiles, openBundle } from "../../src/manifest/Bundle";
import { CLASSIFICATION } from "../../src/manifest/Manifest";

/** What is asked of a worker that holds one bundle: first where that is, then texts. */
export type Asked =
  | { readonly open: string; readonly paths: readonly string[] }
  | { readonly text: string };

/** `answer`: of a text; the milliseconds of it inside the worker, and of the calls of the program. */
export interface Answered {
  readonly answer: string;
  readonly pass_ms: number;
  readonly calls_ms: number;
  readonly tokens: number | null;
}

/** A bundle by its address, as a page fetches it. */
function fetched(place: string, paths: readonly string[]): BundleFiles {
  return {
    paths: async () => paths,
    bytes: async (path) => new Uint8Array(await (await fetch(`${place}/${path}`)).arrayBuffer()),
  };
}

let work: Workload | undefined;

async function opened(place: string, paths: readonly string[]): Promise<Workload> {
  const bundle = await openBundle(kept(fetched(place, paths)));
  const engine = new OnnxEngine(1);
  const found =
    bundle.manifest.task === CLASSIFICATION
      ? await Labelling.of(bundle, engine)
      : await Translating.of(bundle, engine);
  await found.load();
  return found;
}

/** Each file is asked for once: it is checked and read. */
function kept(files: BundleFiles): BundleFiles {
  const known = new Map<string, Promise<Uint8Array>>();
  return {
    paths: () => files.paths(),
    bytes: (path) => {
      const found = known.get(path) ?? files.bytes(path);
      known.set(path, found);
      return found;
    },
  };
}

function told({ marks, calls, answer, targetTokens }: Pass): Answered {
  const calls_ms = calls.reduce((sum, call) => sum + call.ended - call.began, 0);
  return { answer, pass_ms: marks[3] - marks[0], calls_ms, tokens: targetTokens };
}

async function answered(asked: Asked): Promise<Answered | null> {
  if ("open" in asked) {
    work = await opened(asked.open, asked.paths);
    return null;
  }
  if (work === undefined) throw new Error("no bundle was opened");
  return told(await work.run(asked.text));
}

self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  try {
    self.postMessage({ done: await answered(data) });
  } catch (thrown) {
    self.postMessage({ failed: String(thrown) });
  }
};
