import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OnnxEngine } from "../../src/engine/onnx/OnnxEngine";
import { askClassifier } from "../../src/goldens/ClassifierGoldens";
import { askTranslator } from "../../src/goldens/TranslatorGoldens";
import { type Bundle, openBundle } from "../../src/manifest/Bundle";
import type { Golden } from "../../src/manifest/Golden";
import { Classifier } from "../../src/run/Classifier";
import { Translator } from "../../src/run/Translator";
import { BUNDLES, filesIn, missing } from "../bundles";

/** Both shipped bundles in ONNX Runtime Web, as a browser runs them. */
describe.skipIf(missing(BUNDLES))("the shipped programs", () => {
  const engine = new OnnxEngine(1);
  const open = (name: string) => openBundle(filesIn(join(BUNDLES, name)));

  /** A bundle of which something in the goldens is another. */
  function spoilt(bundle: Bundle, change: (golden: Golden) => Golden): Bundle {
    return Object.assign(Object.create(bundle) as Bundle, {
      golden: async () => change(await bundle.golden()),
    });
  }

  /** A few of them are enough to be found wrong. */
  function few(golden: Golden): Golden {
    return golden.task === "translation"
      ? { ...golden, sentences: golden.sentences.slice(0, 2), probes: golden.probes.slice(0, 2) }
      : golden;
  }

  test("the translator answers its goldens", async () => {
    const bundle = await open("translation");
    const translator = await Translator.open(bundle, engine);
    let asked = 0;
    const goldens = await askTranslator(translator, bundle, engine.name, () => void asked++);
    expect(goldens.difference).toBeNull();
    expect(goldens.passed).toBe(true);
    expect(goldens.sentences).toBe(32);
    // One token more or less is int8; the limit of the exporter's own check.
    expect(goldens.equal).toBeGreaterThanOrEqual(28);
    expect(asked).toBeGreaterThan(32);
    const other = spoilt(bundle, (golden) => ({
      ...few(golden),
      tolerance: new Map([["onnx", 1e-6]]),
    }));
    const strict = await askTranslator(translator, other, engine.name);
    expect(strict.passed).toBe(false);
    expect(strict.difference?.text).toBeTruthy();
    await expect(askTranslator(translator, bundle, "coreml2")).rejects.toThrow("name no tolerance");
    await translator.close();
  });

  test("the classifier answers its goldens", async () => {
    const bundle = await open("sentiment");
    const classifier = await Classifier.open(bundle, engine);
    const goldens = await askClassifier(classifier, bundle, engine.name);
    expect(goldens.difference).toBeNull();
    expect(goldens.passed).toBe(true);
    expect(goldens.equal).toBe(goldens.sentences);
    const other = spoilt(bundle, (golden) => ({ ...golden, tolerance: new Map([["onnx", 1e-6]]) }));
    const strict = await askClassifier(classifier, other, engine.name);
    expect([strict.passed, strict.difference?.expected[0]]).toEqual([false, "["]);
    await classifier.close();
  });
});
