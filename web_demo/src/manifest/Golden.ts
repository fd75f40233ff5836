import { type Fields, items, type Json, real, record } from "../json/Fields";
import { Refused } from "../Refused";
import { CLASSIFICATION, TRANSLATION } from "./Manifest";
import { schemaOf } from "./ReadManifest";
import { IDS, TYPES } from "./State";

/**
 * Real inputs with the answers of the PyTorch model. `margin`: how far the best logit is above the
 * second. `pair`: the text beside `text`, where pairs are labelled. `types`: of a program that
 * reads them, else empty.
 */
export interface ClassifierSentence {
  readonly text: string;
  readonly ids: readonly number[];
  readonly logits: readonly number[];
  readonly label: string;
  readonly margin: number;
  readonly pair: string | null;
  readonly types: readonly number[];
}

/** `padding`: how many pad ids, masked by 0, stand behind `ids`. */
export interface ClassifierProbe {
  readonly ids: readonly number[];
  readonly padding: number;
  readonly logits: readonly number[];
  readonly types: readonly number[];
}

/** `tolerance`: format to the largest centred relative error that a runtime may show. */
export interface ClassifierGolden {
  readonly task: typeof CLASSIFICATION;
  readonly sentences: readonly ClassifierSentence[];
  readonly probes: readonly ClassifierProbe[];
  readonly tolerance: ReadonlyMap<string, number>;
}

/** `greedy`: the tokens with one beam; `searched`: with the manifest's settings. */
export interface TranslatorSentence {
  readonly text: string;
  readonly ids: readonly number[];
  readonly greedy: readonly number[];
  readonly searched: readonly number[];
  readonly translation: string;
}

/**
 * `forced`: the tokens that the steps are given. `logits`: after those at `positions`, of the
 * golden's vocabulary. `best`: the likeliest of all ids there.
 */
export interface TranslatorProbe {
  readonly ids: readonly number[];
  readonly padding: number;
  readonly forced: readonly number[];
  readonly positions: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly best: readonly number[];
}

export interface TranslatorGolden {
  readonly task: typeof TRANSLATION;
  readonly language: string;
  readonly sentences: readonly TranslatorSentence[];
  readonly vocabulary: readonly number[];
  readonly probes: readonly TranslatorProbe[];
  readonly tolerance: ReadonlyMap<string, number>;
}

/** golden.json. */
export type Golden = ClassifierGolden | TranslatorGolden;

const GOLDEN_SCHEMA = 1;

/** Reads golden.json; refuses another schema. */
export function readGolden(document: Json, where: string): Golden {
  const schema = schemaOf(document);
  if (schema !== GOLDEN_SCHEMA) {
    const shown = JSON.stringify(schema);
    throw new Refused(`${where} has schema ${shown}; this app reads ${GOLDEN_SCHEMA}`);
  }
  return record(document, where, (fields): Golden => {
    fields.whole("schema");
    const task = fields.text("task");
    if (task === CLASSIFICATION) return classifier(fields);
    if (task === TRANSLATION) return translator(fields);
    throw new Refused(`${where} is of the task "${task}", which this app does not know`);
  });
}

function classifier(fields: Fields): ClassifierGolden {
  return {
    task: CLASSIFICATION,
    sentences: fields.records("sentences", (it) => ({
      text: it.text("text"),
      ids: it.ints(IDS),
      logits: it.reals("logits"),
      label: it.text("label"),
      margin: it.real("margin"),
      pair: it.textOrNull("pair"),
      types: it.ints(TYPES),
    })),
    probes: fields.records("probes", (it) => ({
      ids: it.ints(IDS),
      padding: it.int("padding"),
      logits: it.reals("logits"),
      types: it.ints(TYPES),
    })),
    tolerance: fields.map("tolerance", real),
  };
}

function translator(fields: Fields): TranslatorGolden {
  fields.any("rows");
  return {
    task: TRANSLATION,
    language: fields.text("language"),
    sentences: fields.records("sentences", sentence),
    vocabulary: fields.ints("vocabulary"),
    probes: fields.records("probes", probe),
    tolerance: fields.map("tolerance", real),
  };
}

function sentence(fields: Fields): TranslatorSentence {
  fields.any("leads");
  return {
    text: fields.text("text"),
    ids: fields.ints(IDS),
    greedy: fields.ints("greedy"),
    searched: fields.ints("searched"),
    translation: fields.text("translation"),
  };
}

function probe(fields: Fields): TranslatorProbe {
  fields.any("leads");
  return {
    ids: fields.ints(IDS),
    padding: fields.int("padding"),
    forced: fields.ints("forced"),
    positions: fields.ints("positions"),
    logits: fields.list("logits", (row, place) => items(row, place, real)),
    best: fields.ints("best"),
  };
}
