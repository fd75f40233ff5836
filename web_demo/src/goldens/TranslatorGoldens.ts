import type { Bundle } from "../manifest/Bundle";
import type { TranslatorGolden, TranslatorProbe } from "../manifest/Golden";
import { TRANSLATION } from "../manifest/Manifest";
import { Refused } from "../Refused";
import type { Translator } from "../run/Translator";
import { type Difference, type Goldens, isSame, otherIds, toleranceOf } from "./Goldens";
import { relativeError } from "./RelativeError";

/**
 * Asks a loaded translator the goldens of its `bundle`: logits after forced tokens within the
 * tolerance of the `format`, and greedy tokens. `between` is called before each question; what it
 * throws ends the check.
 */
export async function askTranslator(
  translator: Translator,
  bundle: Bundle,
  format: string,
  between: () => Promise<void> | void = () => {},
): Promise<Goldens> {
  const golden = await goldenOf(bundle);
  const { words } = translator;
  const { sentences } = golden;
  const wrongIds = sentences.find((each) => !isSame(words.ids(each.text), each.ids));
  const probes = golden.probes.filter((probe) => probe.padding === 0);
  const logits: Float32Array[] = [];
  for (const probe of probes) {
    await between();
    logits.push(...(await forced(translator, probe, golden.vocabulary)));
  }
  const expected = probes.flatMap((probe) => probe.logits);
  const far = relativeError(expected, logits);
  const tolerance = toleranceOf(golden.tolerance, format);
  const greedy = { ...translator.settings, numBeams: 1 };
  const said: number[][] = [];
  for (const { ids } of sentences) {
    await between();
    said.push(await translator.tokens(ids, greedy));
  }
  const same = sentences.map((each, at) => isSame(each.greedy, said[at]!));
  let difference: Difference | null = null;
  if (wrongIds !== undefined) {
    difference = otherIds(wrongIds.text, wrongIds.ids, words.ids(wrongIds.text));
  } else if (far === null || far > tolerance) {
    const at = Math.max(0, same.indexOf(false));
    const { text, greedy: wanted } = sentences[at]!;
    difference = { text, expected: words.text(wanted), found: words.text(said[at]!) };
  }
  const equal = same.filter(Boolean).length;
  const passed = difference === null;
  return { passed, sentences: same.length, equal, relativeError: far, tolerance, difference };
}

async function goldenOf(bundle: Bundle): Promise<TranslatorGolden> {
  const golden = await bundle.golden();
  if (golden.task === TRANSLATION) return golden;
  throw new Refused(`the goldens of "${bundle.manifest.name}" are of the task ${golden.task}`);
}

/** (positions, vocabulary of the golden): the logits after the forced tokens. */
async function forced(
  translator: Translator,
  probe: TranslatorProbe,
  vocabulary: readonly number[],
): Promise<Float32Array[]> {
  await translator.model.encode(probe.ids);
  const found: Float32Array[] = [];
  for (const [at, token] of probe.forced.entries()) {
    const [logits] = await translator.model.step([token], at);
    if (probe.positions.includes(at)) {
      found.push(Float32Array.from(vocabulary, (word) => logits![word]!));
    }
  }
  return found;
}
