import { type Fields, int, items, type Json, record, whole } from "../json/Fields";
import { Refused } from "../Refused";
import type { Decoding, StateEntry } from "./Decoding";
import { checkedSettings, type EarlyStopping, type GenerationSettings } from "./GenerationSettings";
import { listedIn, type Manifest, SCHEMA, type Source, type TextEntry } from "./Manifest";
import type {
  MethodEntry,
  ProgramFile,
  RowTable,
  Size,
  TensorEntry,
  TextFile,
} from "./ProgramFile";
import type { Update } from "./State";

export const MANIFEST = "manifest.json";

/** The manifest in a document; `where` names it in refusals. */
export function manifestOf(document: Json, where: string): Manifest {
  const schema = schemaOf(document);
  const known = Array.from({ length: SCHEMA }, (_, at) => at + 1);
  if (!known.includes(schema as number)) {
    throw new Refused(
      `${where} has schema ${JSON.stringify(schema)}; this app reads ${known.join(" and ")}: ` +
        "export the bundle with the mobilec of this app",
    );
  }
  const manifest = record(document, where, (fields) => manifestIn(fields, schema === 1));
  for (const file of listedIn(manifest)) refuseOutside(file.path, where);
  return manifest;
}

/** The field "schema" of a document, null where it has none. */
export function schemaOf(document: Json): Json {
  const isObject = typeof document === "object" && document !== null && !Array.isArray(document);
  return isObject ? (document.schema ?? null) : null;
}

/** What of a manifest only people ask for; it is in the document. */
const FOR_PEOPLE = ["compression", "quality", "parity", "verified_on", "ids_held_against"];

function manifestIn(fields: Fields, hasSizes: boolean): Manifest {
  fields.whole("schema");
  for (const name of FOR_PEOPLE) fields.any(name);
  const precision = fields.record("precision", (inner) => {
    for (const name of ["why", "most_error", "least_agreement"]) inner.any(name);
    return { asked: inner.text("asked"), kept: inner.texts("kept_float") };
  });
  return {
    name: fields.text("name"),
    task: fields.text("task"),
    created: fields.text("created"),
    tool: fields.record("tool", (it) => ({
      version: it.text("version"),
      commit: it.text("commit"),
    })),
    source: fields.record("source", source),
    files: fields.records("files", program),
    texts: fields.records("texts", textFile),
    text: fields.record("text", textEntry),
    limits: fields.record("limits", (it) => ({
      shortest: it.int("shortest"),
      longest: it.int("longest"),
      longestTarget: it.intOrNull("longest_target"),
    })),
    precision: precision.asked,
    keptFloat: precision.kept,
    uniqueParameters: fields.whole("unique_parameters"),
    decoding: fields.recordOrNull("decoding", hasSizes ? decodingOfSizes : decoding),
    document: fields.entries,
  };
}

function source(fields: Fields): Source {
  return {
    model: fields.text("model"),
    origin: fields.text("origin"),
    architecture: fields.text("architecture"),
    family: fields.text("family"),
    sha256: fields.text("sha256"),
    licence: fields.textOrNull("licence"),
  };
}

function program(fields: Fields): ProgramFile {
  return {
    path: fields.text("path"),
    format: fields.text("format"),
    runtime: fields.text("runtime"),
    runtimeVersion: fields.text("runtime_version"),
    precision: fields.text("precision"),
    sizeBytes: fields.whole("size_bytes"),
    sha256: fields.text("sha256"),
    methods: fields.records("methods", method),
    storedBytes: fields.map("stored_bytes", whole),
    int8Bytes: fields.whole("int8_bytes"),
    idealBytes: fields.whole("ideal_bytes"),
    rowTables: fields.records("row_tables", rowTable),
    again: fields.records("again", (it) => ({
      name: it.text("name"),
      sizeBytes: it.whole("size_bytes"),
      reason: it.text("reason"),
    })),
  };
}

function method(fields: Fields): MethodEntry {
  return {
    name: fields.text("name"),
    inputs: fields.records("inputs", tensor),
    outputs: fields.records("outputs", tensor),
    arenaBytes: fields.wholeOrNull("arena_bytes"),
    states: fields.records("states", tensor),
  };
}

function tensor(fields: Fields): TensorEntry {
  return {
    name: fields.text("name"),
    dtype: fields.text("dtype"),
    shape: fields.list("shape", size),
  };
}

function size(element: Json, where: string): Size {
  if (typeof element === "object" && element !== null && !Array.isArray(element)) {
    return record(element, where, (fields) => ({
      name: fields.text("name"),
      minimum: fields.whole("minimum"),
      maximum: fields.whole("maximum"),
    }));
  }
  const extent = whole(element, where);
  return { name: null, minimum: extent, maximum: extent };
}

function rowTable(fields: Fields): RowTable {
  return {
    name: fields.text("name"),
    offset: fields.whole("offset"),
    rows: fields.int("rows"),
    width: fields.int("width"),
    dtype: fields.text("dtype"),
    scalesOffset: fields.wholeOrNull("scales_offset"),
    inputs: fields.records("inputs", (it) => ({
      method: it.text("method"),
      name: it.text("name"),
    })),
    first: fields.intOrNull("first") ?? 0,
    column: fields.intOrNull("column") ?? 0,
  };
}

function textFile(fields: Fields): TextFile {
  return {
    path: fields.text("path"),
    role: fields.text("role"),
    sizeBytes: fields.whole("size_bytes"),
    sha256: fields.text("sha256"),
  };
}

function textEntry(fields: Fields): TextEntry {
  return {
    tokenizer: fields.text("tokenizer"),
    labels: fields.texts("labels"),
    padId: fields.whole("pad_id"),
    targetTokenizer: fields.textOrNull("target_tokenizer"),
    prefix: fields.textOrNull("prefix") ?? "",
    sourceLanguage: fields.textOrNull("source_language"),
    targetLanguage: fields.textOrNull("target_language"),
    unknown: fields.recordOrNull("unknown", (it) => ({
      first: it.whole("first"),
      id: it.whole("id"),
    })),
    sourceScripts: fields.texts("source_scripts"),
    pairs: fields.booleanOrNull("pairs") ?? false,
    keepsEnd: keepsEnd(fields.textOrNull("truncation_side"), fields.where),
  };
}

function keepsEnd(side: string | null, where: string): boolean {
  if (side === null || side === "right") return false;
  if (side === "left") return true;
  throw new Refused(`${where}.truncation_side is "${side}"; it can be "left" or "right"`);
}

/** The settings of a search, as manifests and fixtures have them. */
export function settings(fields: Fields): GenerationSettings {
  return checkedSettings({
    startId: fields.int("start_id"),
    eosIds: fields.ints("eos_ids"),
    numBeams: fields.int("num_beams"),
    lengthPenalty: fields.real("length_penalty"),
    earlyStopping: earlyStopping(fields.any("early_stopping"), fields.where),
    minLength: fields.int("min_length"),
    maxLength: fields.int("max_length"),
    noRepeatNgram: fields.int("no_repeat_ngram"),
    badWords: fields.list("bad_words", (word, place) => items(word, place, int)),
    forcedBos: fields.intOrNull("forced_bos"),
    forcedEos: fields.ints("forced_eos"),
    suppress: fields.ints("suppress"),
    beginSuppress: fields.ints("begin_suppress"),
    renormalize: fields.boolean("renormalize"),
    repetitionPenalty: fields.realOrNull("repetition_penalty") ?? 1,
    encoderRepetitionPenalty: fields.realOrNull("encoder_repetition_penalty") ?? 1,
    encoderNoRepeatNgram: fields.intOrNull("encoder_no_repeat_ngram") ?? 0,
    sequenceBias: fields.records("sequence_bias", (it) => ({
      tokens: it.ints("tokens"),
      added: it.real("added"),
    })),
    decay: fields.recordOrNull("decay", (it) => ({
      start: it.int("start"),
      factor: it.real("factor"),
    })),
    removeInvalid: fields.booleanOrNull("remove_invalid") ?? false,
  });
}

function earlyStopping(value: Json, where: string): EarlyStopping {
  if (value === true) return "always";
  if (value === false) return "when not better";
  if (value === "never") return "never";
  const shown = JSON.stringify(value);
  throw new Refused(`${where}.early_stopping is ${shown}; it can be true, false or "never"`);
}

function decoding(fields: Fields): Decoding {
  return {
    settings: fields.record("settings", settings),
    hypotheses: fields.int("hypotheses"),
    capacity: fields.int("capacity"),
    source: fields.texts("source"),
    states: fields.records("states", (it) => ({
      name: it.text("name"),
      new: it.text("new"),
      update: update(it),
    })),
    shortlist: fields.recordOrNull("shortlist", (it) => ({
      path: it.text("path"),
      method: it.text("method"),
      rows: it.text("rows"),
    })),
  };
}

/** The rule of a state, as manifests and fixtures have it. */
export function update(fields: Fields): Update {
  const rule = fields.text("update");
  if (rule === "append" || rule === "replace") return rule;
  throw new Refused(`${fields.where}.update is "${rule}"; this app knows "append" and "replace"`);
}

/** Schema 1 counted what a Transformer keeps whose layers are all alike, and named none of it. */
function decodingOfSizes(fields: Fields): Decoding {
  const found = fields.record("settings", settings);
  return fields.record("layout", (layout) => {
    for (const name of ["heads", "width"]) layout.int(name);
    const layers = Array.from({ length: layout.int("layers") }, (_, at) => at);
    const names = layers.flatMap((at) => [`key_${at}`, `value_${at}`]);
    const states = names.map(
      (name): StateEntry => ({ name, new: `new_${name}`, update: "append" }),
    );
    return {
      settings: found,
      hypotheses: layout.int("hypotheses"),
      capacity: layout.int("capacity"),
      source: names.map((name) => `cross_${name}`),
      states,
      shortlist: null,
    };
  });
}

function refuseOutside(path: string, manifest: string): void {
  const leaves =
    path === "" || path.startsWith("/") || path.split("/").includes("..") || /[\\:]/.test(path);
  if (leaves) {
    throw new Refused(`${manifest} names "${path}", which leaves the bundle; nothing was opened`);
  }
}
