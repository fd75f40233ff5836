import type { Bundle } from "../manifest/Bundle";
import type { ClassifierGolden, ClassifierSentence } from "../manifest/Golden";
import { CLASSIFICATION } from "../manifest/Manifest";
import { Refused } from "../Refused";
import type { Classifier } from "../run/Classifier";
import type { Encoding } from "../text/Encoding";
import { type Difference, type Goldens, isSame, otherIds, toleranceOf } from "./Goldens";
import { relativeError } from "./RelativeError";

/**
 * Asks a loaded classifier the goldens of its `bundle`: logits within the tolerance of the `format`,
 * over all sentences together, from their texts. `between` is called before each question; what it
 * throws ends the check.
 */
export async function askClassifier(
  classifier: Classifier,
  bundle: Bundle,
  format: string,
  between: () => Promise<void> | void = () => {},
): Promise<Goldens> {
  const golden = await goldenOf(bundle);
  const { sentences } = golden;
  const wrong = sentences.find((each) => !isEqual(each, classifier.encode(each.text, each.pair)));
  const expected = sentences.map((each) => each.logits);
  const found: Float32Array[] = [];
  for (const { ids, types } of sentences) {
    await between();
    found.push(await classifier.logits({ ids: [...ids], types: [...types] }));
  }
  const far = relativeError(expected, found);
  const tolerance = toleranceOf(golden.tolerance, format);
  const equal = sentences.filter((each, at) => classifier.label(found[at]!) === each.label).length;
  let difference: Difference | null = null;
  if (wrong !== undefined) {
    difference = otherEncoding(wrong, classifier.encode(wrong.text, wrong.pair));
  } else if (far === null || far > tolerance) {
    difference = worst(sentences, found);
  }
  const passed = difference === null;
  return { passed, sentences: sentences.length, equal, relativeError: far, tolerance, difference };
}

async function goldenOf(bundle: Bundle): Promise<ClassifierGolden> {
  const golden = await bundle.golden();
  if (golden.task === CLASSIFICATION) return golden;
  throw new Refused(`the goldens of "${bundle.manifest.name}" are of the task ${golden.task}`);
}

/** Types count where the program reads them. */
function isEqual(sentence: ClassifierSentence, found: Encoding): boolean {
  const { ids, types } = sentence;
  return isSame(ids, found.ids) && (types.length === 0 || isSame(types, found.types));
}

function otherEncoding(sentence: ClassifierSentence, found: Encoding): Difference {
  const { text, ids, types } = sentence;
  if (!isSame(ids, found.ids)) return otherIds(text, ids, found.ids);
  return {
    text,
    expected: `the types [${types.join(", ")}]`,
    found: `the types [${found.types.join(", ")}]`,
  };
}

/** The sentence whose logits are farthest away; what is no number is farther than all. */
function worst(
  sentences: readonly ClassifierSentence[],
  found: readonly Float32Array[],
): Difference {
  const apart = sentences.map(({ logits }, row) => {
    const away = logits.map((logit, at) => Math.abs(logit - found[row]![at]!));
    return Math.max(...away.map((far) => (Number.isNaN(far) ? Number.POSITIVE_INFINITY : far)));
  });
  const at = apart.indexOf(Math.max(...apart));
  const sentence = sentences[at]!;
  return {
    text: sentence.text,
    expected: `[${sentence.logits.join(", ")}]`,
    found: `[${[...found[at]!].join(", ")}]`,
  };
}
