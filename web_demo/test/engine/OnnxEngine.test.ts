import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import packages from "../../package.json" with { type: "json" };
import { OnnxEngine } from "../../src/engine/onnx/OnnxEngine";
import { lacking, VERSION } from "../../src/engine/onnx/Runtime";
import { longsOf, type Tensor } from "../../src/engine/Tensor";
import { type Bundle, openBundle } from "../../src/manifest/Bundle";
import { programOf } from "../../src/manifest/Manifest";
import type { ProgramFile } from "../../src/manifest/ProgramFile";
import { Classifier } from "../../src/run/Classifier";
import { loaded } from "../../src/run/Loaded";
import { Pivot } from "../../src/run/Pivot";
import { Translator } from "../../src/run/Translator";
import { BUNDLES, copied, filesIn, filesOf, missing } from "../bundles";

afterEach(() => void vi.unstubAllGlobals());

test("the release whose functions are called is the one that is installed", () => {
  expect(packages.dependencies["onnxruntime-web"]).toBe(VERSION);
});

test("threads on a page that is not isolated, and no WebAssembly, are refused in words", async () => {
  vi.stubGlobal("crossOriginIsolated", false);
  expect(lacking(1)).toBeNull();
  expect(await new OnnxEngine(2).unavailable()).toContain("and this page may use 1");
  vi.stubGlobal("WebAssembly", { validate: () => false });
  expect(await new OnnxEngine(1).unavailable()).toContain("no WebAssembly with SIMD");
});

describe.skipIf(missing(BUNDLES))("the shipped programs", () => {
  const engine = new OnnxEngine(1);
  const nothing = new Set<string>();
  const open = (name: string) => openBundle(filesIn(join(BUNDLES, name)));
  const inputs = (...ids: number[]) =>
    new Map<string, Tensor>([
      ["input_ids", longsOf(ids, 1, ids.length)],
      [
        "attention_mask",
        longsOf(
          ids.map(() => 1),
          1,
          ids.length,
        ),
      ],
    ]);

  test("outputs are written again by the next call, and tensors of any length follow each other", async () => {
    const bundle = await open("sentiment");
    const program = await loaded(bundle, engine);
    const logits = async (...ids: number[]) =>
      [...(await program.run("forward", inputs(...ids))).get("logits")!.data].map(Number);
    const short = await logits(2, 100, 3);
    const long = await logits(2, 100, 200, 300, 3);
    expect(short.every(Number.isFinite)).toBe(true);
    expect(long).not.toEqual(short);
    expect(await logits(2, 100, 3)).toEqual(short);
    expect(await logits(2, 100, 200, 300, 3)).toEqual(long);
    const given = inputs(2, 100, 3);
    await program.run("forward", given);
    given.get("input_ids")!.data[1] = 500n;
    const changed = await program.run("forward", given);
    expect([...changed.get("logits")!.data].map(Number)).toEqual(await logits(2, 500, 3));
    await expect(program.run("backward", given)).rejects.toThrow('there is no method "backward"');
    await expect(program.run("forward", inputs(1))).rejects.toThrow("and int64 [1, 1] was given");
    await program.close();
  });

  test("memory of the runtime holds a program's tensors, which are zero", async () => {
    const program = await loaded(await open("sentiment"), engine);
    const one = program.floats(3, 4);
    one.data.fill(7);
    const other = program.floats(3, 4);
    expect([one.data.length, one.data.buffer]).toEqual([12, other.data.buffer]);
    expect([...other.data]).toEqual(Array(12).fill(0));
    await program.close();
  });

  test("a method that comes later is loaded by its first call", async () => {
    const bundle = await open("translation");
    const file = programOf(bundle.manifest, engine.name);
    const read: string[] = [];
    const watched = Object.assign(Object.create(bundle) as Bundle, {
      files: {
        paths: () => bundle.files.paths(),
        bytes: (path: string) => {
          read.push(path);
          return bundle.files.bytes(path);
        },
      },
    });
    const program = await engine.load(watched, file, new Set(["decode"]));
    expect(read).toEqual(["model.onnx/encode.onnx", "model.onnx/weights.bin"]);
    await expect(program.run("decode", new Map())).rejects.toThrow("decode takes token");
    // What both read was not kept in the meantime, beside the runtime's own copy.
    expect(read.slice(2)).toEqual(["model.onnx/decode.onnx", "model.onnx/weights.bin"]);
    await program.close();
  });

  test("what is no model is refused by its name, and a method that is not there", async () => {
    const bundle = await open("translation");
    const file = programOf(bundle.manifest, engine.name);
    const files = await copied(bundle.files);
    const broken = Object.assign(Object.create(bundle) as Bundle, { files: filesOf(files) });
    broken.pathsOf = async () => [...files.keys()].filter((path) => path.startsWith("model.onnx/"));
    files.set("model.onnx/decode.onnx", new Uint8Array(100).fill(9));
    await expect(engine.load(broken, file, nothing)).rejects.toThrow(
      "model.onnx/decode.onnx is not a model that ONNX Runtime can load",
    );
    files.delete("model.onnx/decode.onnx");
    await expect(engine.load(broken, file, nothing)).rejects.toThrow(
      "model.onnx/decode.onnx is missing",
    );
    files.set("model.onnx/weights.bin", new Uint8Array(8));
    await expect(engine.load(broken, file, nothing)).rejects.toThrow("encode.onnx is not a model");
    const other: ProgramFile = { ...file, path: "none.onnx" };
    await expect(engine.load(bundle, other, nothing)).rejects.toThrow("missing");
  });

  test("threads are a whole number, and the same for all of a worker", async () => {
    const bundle = await open("sentiment");
    for (const threads of [0, 1.5, Number.NaN]) {
      await expect(loaded(bundle, new OnnxEngine(threads))).rejects.toThrow("the fewest are 1");
    }
    await loaded(bundle, engine);
    await expect(loaded(bundle, new OnnxEngine(2))).rejects.toThrow(
      "the runtime of this worker has 1",
    );
  });

  test("a bundle of another task is refused before its program is loaded", async () => {
    const [translation, sentiment] = [await open("translation"), await open("sentiment")];
    await expect(Classifier.open(translation, engine)).rejects.toThrow("and does not classify");
    await expect(Translator.open(sentiment, engine)).rejects.toThrow("and does not translate");
    await expect(Pivot.open([translation, translation], engine)).rejects.toThrow(
      "choose two that meet",
    );
  });

  test("texts are translated sentence by sentence, and one may be stopped", async () => {
    const pivot = await Pivot.open([await open("translation")], engine);
    const [translator] = pivot.translators;
    const heard: [number, number][] = [];
    const text = "Where is the station?\n\nThank you very much!";
    const translation = await translator!.translate(text, {
      heard: (done, of) => void heard.push([done, of]),
    });
    expect(translation.text).toBe("Wo ist der Bahnhof?\n\nVielen Dank!");
    expect(heard.at(-1)).toEqual([heard.length, heard.length]);
    const [leg] = await pivot.translate(text);
    expect(leg!.translation.text).toBe(translation.text);
    const stop = new AbortController();
    const stopped = translator!.translate(text, { heard: () => stop.abort(), signal: stop.signal });
    await expect(stopped).rejects.toThrow("abort");
    await pivot.close();
  });
});
