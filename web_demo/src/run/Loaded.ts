import type { Engine, Program } from "../engine/Engine";
import type { Bundle } from "../manifest/Bundle";
import { laterOf } from "../manifest/Decoding";
import { programOf } from "../manifest/Manifest";
import { Refused } from "../Refused";
import { sentences } from "../text/Sentences";
import type { Tokenizer } from "../text/Tokenizer";
import { tokenizerOf } from "../text/Tokenizers";
import { Words } from "./Words";

/** The program of the engine's format, which takes ids also where the file wants rows. */
export async function loaded(bundle: Bundle, engine: Engine): Promise<Program> {
  const { threads } = engine.options;
  if (!Number.isInteger(threads) || threads < 1) {
    throw new Refused(`${threads} threads were asked for; the fewest are 1`);
  }
  const reason = await engine.unavailable();
  if (reason !== null) throw new Refused(reason);
  const file = programOf(bundle.manifest, engine.name);
  return engine.load(bundle, file, laterOf(bundle.manifest.decoding, file));
}

/** The tokenizer that reads a bundle's texts. */
export async function tokenizerIn(bundle: Bundle): Promise<Tokenizer> {
  return tokenizerOf(await bundle.tokenizer());
}

/** The words of a bundle that translates. */
export async function wordsOf(bundle: Bundle): Promise<Words> {
  const source = await tokenizerIn(bundle);
  const document = await bundle.targetTokenizer();
  const target = document === null ? source : tokenizerOf(document);
  return new Words(source, target, bundle.manifest.text, sentences);
}
