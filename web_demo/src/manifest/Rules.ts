import { Refused } from "../Refused";
import type { Decoding } from "./Decoding";
import type { GenerationSettings } from "./GenerationSettings";
import { CLASSIFICATION, listedIn, type Manifest, TRANSLATION } from "./Manifest";

const LONGEST_NAME_BYTES = 255;
const MOST_TOKENS = 2 ** 20;
const LARGEST_ID = 2 ** 31 - 1;
const STRONGEST_PENALTY = 100;
const MOST_PARTS = 2;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no name may have
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no name may have
const UNFIT = /[\x00-\x1f\x7f-\x9f\\:]/;

/** What no bundle's manifest may say, whoever wrote it: exporters/bundle/rules.py refuses the same. */
export function refuseContradictions(manifest: Manifest, where: string): void {
  for (const words of contradictions(manifest)) {
    throw new Refused(`${where} ${words}; export the bundle again`);
  }
}

/** Whether it is the name of a folder, or of one in another. */
export function isPlain(name: string): boolean {
  const parts = name.split("/");
  const plain = parts.length <= MOST_PARTS && !parts.some((part) => ["", ".", ".."].includes(part));
  return plain && new TextEncoder().encode(name).length <= LONGEST_NAME_BYTES && !UNFIT.test(name);
}

function* contradictions(manifest: Manifest): Generator<string> {
  if (!isPlain(manifest.name)) {
    yield `has the name "${manifest.name.slice(0, 60)}", which is no name of a folder`;
  }
  if (manifest.files.length === 0) yield "lists no program";
  const paths = listedIn(manifest).map((file) => file.path);
  const twice = paths.find((path, at) => paths.indexOf(path) !== at);
  if (twice !== undefined) yield `lists "${twice}" twice`;
  const listed = manifest.texts.map((file) => file.path);
  for (const path of [manifest.text.tokenizer, manifest.text.targetTokenizer]) {
    if (path !== null && !listed.includes(path)) {
      yield `reads its text with "${path}", which it does not list`;
    }
  }
  for (const [what, bytes] of sizes(manifest)) {
    if (bytes < 0) yield `has a number of bytes that cannot be: ${what}`;
  }
  yield* limits(manifest);
  yield* task(manifest);
  if (manifest.decoding !== null) yield* search(manifest.decoding);
}

function* sizes(manifest: Manifest): Generator<[string, number]> {
  yield ["unique_parameters", manifest.uniqueParameters - 1];
  for (const file of listedIn(manifest)) yield [`size_bytes of ${file.path}`, file.sizeBytes];
  for (const program of manifest.files) {
    yield [`int8_bytes of ${program.path}`, program.int8Bytes];
    yield [`ideal_bytes of ${program.path}`, program.idealBytes];
    for (const [dtype, bytes] of program.storedBytes) {
      yield [`stored_bytes of ${dtype} of ${program.path}`, bytes];
    }
    for (const entry of program.again) yield [`size_bytes of ${entry.name} again`, entry.sizeBytes];
  }
}

function* limits(manifest: Manifest): Generator<string> {
  const { shortest, longest, longestTarget } = manifest.limits;
  const target = longestTarget ?? 1;
  const ordered = shortest >= 1 && shortest <= longest && longest <= MOST_TOKENS;
  if (!ordered || target < 1 || target > MOST_TOKENS) {
    yield `has limits that cannot be: from ${shortest} to ${longest} tokens, and translations of ` +
      `${longestTarget}`;
  }
  const { padId } = manifest.text;
  if (padId < 0 || padId > LARGEST_ID) yield `has the pad_id ${padId}, which is no id of a token`;
}

function* task(manifest: Manifest): Generator<string> {
  const { labels } = manifest.text;
  if (manifest.task === CLASSIFICATION && new Set(labels).size < Math.max(2, labels.length)) {
    yield `has ${labels.length} labels, and a classifier has two or more, each once`;
  }
  if (labels.some((label) => CONTROL.test(label))) {
    yield "has a label with a control character, which a terminal would obey";
  }
  if (manifest.task === TRANSLATION && manifest.decoding === null) {
    yield "does not say how a translation is searched for";
  }
}

function* search(decoding: Decoding): Generator<string> {
  const { settings } = decoding;
  const wrong = namedTokens(settings).filter((token) => token < 0);
  if (wrong.length > 0 || settings.eosIds.length === 0) {
    yield `names tokens for its search that cannot be: ${wrong[0] ?? "no end"}`;
  }
  if (settings.numBeams > decoding.hypotheses) {
    yield `searches with ${settings.numBeams} beams of ${decoding.hypotheses} hypotheses`;
  }
  const { minLength, maxLength } = settings;
  if (minLength < 0 || minLength > maxLength || maxLength - 1 > decoding.capacity) {
    yield `searches for ${minLength} to ${maxLength} tokens, with room for ${decoding.capacity}`;
  }
  const { noRepeatNgram: own, encoderNoRepeatNgram: source } = settings;
  if (own < 0 || own > MOST_TOKENS || source < 0 || source > MOST_TOKENS) {
    yield `forbids runs of ${own} and ${source} tokens, which cannot be`;
  }
  if (!(Math.abs(settings.lengthPenalty) <= STRONGEST_PENALTY)) {
    yield `has the length penalty ${settings.lengthPenalty}, which cannot be`;
  }
}

function namedTokens(settings: GenerationSettings): number[] {
  return [
    settings.startId,
    ...settings.eosIds,
    ...(settings.forcedBos === null ? [] : [settings.forcedBos]),
    ...settings.forcedEos,
    ...settings.suppress,
    ...settings.beginSuppress,
    ...settings.badWords.flat(),
    ...settings.sequenceBias.flatMap((bias) => bias.tokens),
  ];
}
