import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Bundle, openBundle } from "../../src/manifest/Bundle";
import { programOf, TRANSLATION } from "../../src/manifest/Manifest";
import { MANIFEST } from "../../src/manifest/ReadManifest";
import { BUNDLES, copied, filesIn, filesOf, missing } from "../bundles";

const SHIPPED = join(BUNDLES, "translation");

/** A shipped bundle as it is, and spoilt in every way that a download or a stranger could. */
describe.skipIf(missing(SHIPPED))("a shipped bundle", () => {
  let files: Map<string, Uint8Array>;

  beforeEach(async () => {
    files = await copied(filesIn(SHIPPED));
  });

  const open = (): Promise<Bundle> => openBundle(filesOf(files));
  const bytes = (text: string) => new TextEncoder().encode(text);

  function change(path: string, make: (old: Uint8Array) => Uint8Array): void {
    files.set(path, make(files.get(path)!.slice()));
  }

  function replace(old: string, other: string): void {
    change(MANIFEST, (manifest) => {
      const text = new TextDecoder().decode(manifest);
      expect(text).toContain(old);
      return bytes(text.replace(old, other));
    });
  }

  test("opens without what a browser does not read", async () => {
    files.delete("card.md");
    const bundle = await open();
    expect(bundle.manifest.task).toBe(TRANSLATION);
    expect(bundle.manifest.decoding?.settings.numBeams).toBe(4);
    expect((await bundle.golden()).sentences.length).toBe(32);
    const program = programOf(bundle.manifest, "onnx");
    const inside = ["decode.onnx", "encode.onnx", "weights.bin"].map(
      (name) => `${program.path}/${name}`,
    );
    expect([...(await bundle.pathsOf(program))].sort()).toEqual(inside);
  });

  test("a byte that is another is found out", async () => {
    for (const path of ["model.onnx/weights.bin", "tokenizer.json", "card.md"]) {
      const whole = files.get(path)!;
      change(path, (old) => old.fill(old[1000]! ^ 1, 1000, 1001));
      await expect(open()).rejects.toThrow("sha256");
      files.set(path, whole);
    }
  });

  test("a file that is cut, missing or more is found out", async () => {
    change("golden.json", (old) => old.slice(1));
    await expect(open()).rejects.toThrow("bytes; the manifest says");
    files.delete("golden.json");
    await expect(open()).rejects.toThrow("golden.json is missing");
    files = await copied(filesIn(SHIPPED));
    files.set("model.onnx/other.bin", bytes(""));
    await expect(open()).rejects.toThrow("sha256");
    for (const path of [...files.keys()]) if (path.startsWith("model.onnx")) files.delete(path);
    await expect(open()).rejects.toThrow("model.onnx is missing");
  });

  test.each(["../model.onnx", "/etc/passwd", "a/../../b", "c:model.onnx", ""])(
    "the path %s, which leaves the bundle, is refused before anything is opened",
    async (path) => {
      replace('"path": "model.onnx"', `"path": "${path}"`);
      await expect(open()).rejects.toThrow("leaves the bundle");
    },
  );

  test.each([
    ['"schema": 2,', '"schema": 3,', "schema 3; this app reads 1 and 2"],
    ['"schema": 2,', '"schema": 2, "colour": "red",', "colour"],
    ['"unique_parameters": ', '"unique_parameters": "many" , "x": ', "unique_parameters"],
    ['"tokenizer": "tokenizer.json"', '"tokenizer": "manifest.json"', "which it does not list"],
    ["{", "", "not JSON"],
  ])("a manifest with %s as %s is refused", async (old, other, words) => {
    replace(old, other);
    await expect(open()).rejects.toThrow(words);
  });

  test("a shortlist that the manifest does not list is refused", async () => {
    const entry = '{"path": "tokenizer.json", "method": "hidden", "rows": "output_rows"}';
    replace('"shortlist": null', `"shortlist": ${entry}`);
    await expect(open()).rejects.toThrow(
      'searches by the shortlist "tokenizer.json", and lists none among its files; export the bundle again',
    );
  });

  test("what is no bundle, and what is no text, is refused", async () => {
    change(MANIFEST, () => Uint8Array.of(0xff, 0xfe));
    await expect(open()).rejects.toThrow("no text in UTF-8");
    files.delete(MANIFEST);
    await expect(open()).rejects.toThrow("not a bundle");
  });

  test("goldens that are of another schema, task or are none are refused", async () => {
    const bundle = await open();
    for (const [text, words] of [
      ['{"schema": 2}', "has schema 2; this app reads 1"],
      ['{"schema": 1, "task": "singing"}', 'of the task "singing"'],
    ] as const) {
      files.set("golden.json", bytes(text));
      await expect((await reopened(bundle)).golden()).rejects.toThrow(words);
    }
  });

  /** The bundle as it was checked, with its files as they are now. */
  async function reopened(bundle: Bundle): Promise<Bundle> {
    const { Bundle: made } = await import("../../src/manifest/Bundle");
    return new made(filesOf(files), bundle.manifest, bundle.manifestSha256);
  }
});
