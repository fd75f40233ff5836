import { type Fields, int, type Json } from "../../json/Fields";
import { Refused } from "../../Refused";
import { booleanOr, type Kinds, typed } from "../json/Component";
import { Bpe } from "./Bpe";
import { type Merge, Merges } from "./Merges";
import { Remembering, type SubwordModel, Vocabulary } from "./SubwordModel";
import { Unigram } from "./Unigram";
import { WordLevel, WordPiece } from "./WordPiece";

/** The models of tokenizer.json by their names there. */
const KINDS: Kinds<SubwordModel> = {
  BPE: readBpe,
  Unigram: readUnigram,
  WordLevel: (it) => new WordLevel(readVocabulary(it), it.text("unk_token")),
  WordPiece: (it) =>
    new WordPiece(readVocabulary(it), {
      unknown: it.text("unk_token"),
      prefix: it.text("continuing_subword_prefix"),
      mostCharacters: it.int("max_input_chars_per_word"),
    }),
};

export function readModel(element: Json, where: string): SubwordModel {
  return new Remembering(typed(element, where, "model", KINDS));
}

function readVocabulary(fields: Fields): Vocabulary {
  const ids = fields.map("vocab", readId);
  const vocabulary = new Vocabulary(ids.size);
  for (const [token, id] of ids) vocabulary.add(token, id);
  return vocabulary;
}

function readId(element: Json, where: string): number {
  const id = int(element, where);
  if (id < 0) throw new Refused(`${where} is ${id}, and ids begin at 0`);
  return id;
}

function readBpe(fields: Fields): SubwordModel {
  if (fields.any("dropout") !== null && fields.real("dropout") !== 0) {
    throw new Refused(
      `${fields.where} has dropout, which cuts a text differently each time; set it to null`,
    );
  }
  const vocabulary = readVocabulary(fields);
  const prefix = fields.textOrNull("continuing_subword_prefix") ?? "";
  const id = (token: string): number => {
    const found = vocabulary.id(token);
    if (found !== undefined) return found;
    throw new Refused(
      `${fields.where}.merges makes or takes "${token}", which the vocabulary lacks`,
    );
  };
  const merges = fields.list("merges", readMerge).flatMap((pair): Merge[] => {
    if (pair === null) return [];
    const [left, right] = pair;
    return [{ left: id(left), right: id(right), made: id(left + right.slice(prefix.length)) }];
  });
  return new Bpe(vocabulary, new Merges(merges), {
    unknown: fields.textOrNull("unk_token"),
    prefix,
    suffix: fields.textOrNull("end_of_word_suffix") ?? "",
    fusesUnknown: booleanOr(fields, "fuse_unk", false),
    fallsBackToBytes: booleanOr(fields, "byte_fallback", false),
    ignoresMerges: booleanOr(fields, "ignore_merges", false),
  });
}

/** A pair as `["a", "b"]` or, before tokenizers 0.20, `"a b"`; null for a line of older files with their version. */
function readMerge(element: Json, where: string): readonly [string, string] | null {
  if (typeof element === "string" && element.startsWith("#version")) return null;
  const parts: readonly Json[] =
    typeof element === "string" ? element.split(" ") : Array.isArray(element) ? element : [];
  const [left, right] = parts;
  if (parts.length === 2 && typeof left === "string" && typeof right === "string")
    return [left, right];
  throw new Refused(
    `${where} should be two tokens, and is ${JSON.stringify(element).slice(0, 60)}`,
  );
}

function readUnigram(fields: Fields): SubwordModel {
  const written = fields.any("vocab");
  const vocabulary = new Vocabulary(Array.isArray(written) ? written.length : 0);
  const scores = fields.list("vocab", (entry, place) => {
    const pair = Array.isArray(entry) ? entry : [];
    const [token, score] = pair;
    if (pair.length !== 2 || typeof token !== "string" || typeof score !== "number") {
      throw new Refused(`${place} should be a token and its score`);
    }
    vocabulary.add(token, vocabulary.size);
    return score;
  });
  const unknown = fields.intOrNull("unk_id") ?? undefined;
  if (unknown !== undefined && !(unknown >= 0 && unknown < scores.length)) {
    throw new Refused(
      `${fields.where}.unk_id is ${unknown}, and the vocabulary has ${scores.length} tokens`,
    );
  }
  const fallsBackToBytes = booleanOr(fields, "byte_fallback", false);
  return new Unigram(vocabulary, Float64Array.from(scores), { unknown, fallsBackToBytes });
}
