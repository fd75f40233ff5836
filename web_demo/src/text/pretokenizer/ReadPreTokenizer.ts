import type { Fields, Json } from "../../json/Fields";
import { Refused } from "../../Refused";
import { booleanOr, codeOf, type Kinds, readPattern, typed } from "../json/Component";
import { ByteLevel } from "./ByteLevel";
import { DELIMITERS, type Delimiter } from "./Delimiter";
import { Metaspace, SCHEMES } from "./Metaspace";
import {
  bertPreTokenizer,
  Chain,
  digits,
  type PreTokenizer,
  punctuation,
  Split,
  whitespace,
  whitespaceSplit,
} from "./PreTokenizer";

/** The pre-tokenizers of tokenizer.json by their names there. */
const KINDS: Kinds<PreTokenizer> = {
  Sequence: (it) => new Chain(it.list("pretokenizers", readPreTokenizer)),
  BertPreTokenizer: () => bertPreTokenizer,
  ByteLevel: readByteLevel,
  Digits: (it) => digits(it.boolean("individual_digits")),
  Metaspace: readMetaspace,
  Punctuation: (it) => punctuation(readDelimiter(it, "Isolated")),
  Split: (it) => new Split(readPattern(it, "pattern"), readDelimiter(it), it.boolean("invert")),
  Whitespace: () => whitespace,
  WhitespaceSplit: () => whitespaceSplit,
};

export function readPreTokenizer(element: Json, where: string): PreTokenizer {
  return typed(element, where, "pre-tokenizer", KINDS);
}

export function readByteLevel(fields: Fields): ByteLevel {
  // It moves the places of tokens in the text, which nobody here asks for.
  fields.any("trim_offsets");
  return new ByteLevel(fields.boolean("add_prefix_space"), booleanOr(fields, "use_regex", true));
}

export function readMetaspace(fields: Fields): Metaspace {
  const asked = fields.textOrNull("prepend_scheme") ?? "always";
  const scheme = SCHEMES.find((name) => name === asked);
  if (scheme === undefined) {
    throw new Refused(
      `${fields.where}.prepend_scheme is ${asked}; known are always, first and never`,
    );
  }
  // Both are how files of older versions said the same.
  fields.any("str_rep");
  const prepends = booleanOr(fields, "add_prefix_space", true);
  return new Metaspace(
    codeOf(fields, "replacement"),
    prepends ? scheme : "never",
    booleanOr(fields, "split", true),
  );
}

function readDelimiter(fields: Fields, usual?: Delimiter): Delimiter {
  const asked = fields.textOrNull("behavior") ?? usual;
  const found = DELIMITERS.find((name) => name === asked);
  if (found === undefined)
    throw new Refused(`${fields.where}.behavior is ${asked}; known are ${DELIMITERS.join(", ")}`);
  return found;
}
