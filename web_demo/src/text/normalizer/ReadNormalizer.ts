import type { Fields, Json } from "../../json/Fields";
import { Refused } from "../../Refused";
import { booleanOr, type Kinds, readPattern, typed } from "../json/Component";
import { BertNormalizer } from "./BertNormalizer";
import {
  Chain,
  formNormalizer,
  lowercaseNormalizer,
  type Normalizer,
  nmt,
  Prepend,
  Strip,
  stripAccents,
} from "./Normalizer";
import { Precompiled } from "./Precompiled";
import { Replace } from "./Replace";

/** The normalizers of tokenizer.json by their names there. */
const KINDS: Kinds<Normalizer> = {
  Sequence: (it) => new Chain(it.list("normalizers", readNormalizer)),
  BertNormalizer: readBert,
  Lowercase: () => lowercaseNormalizer,
  NFC: () => formNormalizer("NFC"),
  NFD: () => formNormalizer("NFD"),
  NFKC: () => formNormalizer("NFKC"),
  NFKD: () => formNormalizer("NFKD"),
  Nmt: () => nmt,
  Precompiled: (it) => new Precompiled(readCharsmap(it)),
  Prepend: (it) => new Prepend(it.text("prepend")),
  Replace: readReplace,
  Strip: (it) => new Strip(it.boolean("strip_left"), it.boolean("strip_right")),
  StripAccents: () => stripAccents,
};

export function readNormalizer(element: Json, where: string): Normalizer {
  return typed(element, where, "normalizer", KINDS);
}

export function readReplace(fields: Fields): Replace {
  return new Replace(readPattern(fields, "pattern"), fields.text("content"));
}

function readBert(fields: Fields): Normalizer {
  const lowercases = fields.boolean("lowercase");
  return new BertNormalizer({
    cleansText: fields.boolean("clean_text"),
    separatesChinese: fields.boolean("handle_chinese_chars"),
    stripsAccents: booleanOr(fields, "strip_accents", lowercases),
    lowercases,
  });
}

function readCharsmap(fields: Fields): Uint8Array {
  const written = fields.text("precompiled_charsmap");
  try {
    const letters = atob(written);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return bytes;
  } catch {
    throw new Refused(
      `${fields.where}.precompiled_charsmap is not base64; export the bundle again`,
    );
  }
}
