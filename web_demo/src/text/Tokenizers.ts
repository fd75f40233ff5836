import { type Fields, type Json, record } from "../json/Fields";
import { Refused } from "../Refused";
import { AddedTokens, readAddedToken } from "./AddedTokens";
import { readDecoder } from "./decoder/ReadDecoder";
import { readModel } from "./model/ReadModel";
import { readNormalizer } from "./normalizer/ReadNormalizer";
import { Pipeline } from "./Pipeline";
import { PLAIN } from "./postprocessor/PostProcessor";
import { readPostProcessor } from "./postprocessor/ReadPostProcessor";
import { readPreTokenizer } from "./pretokenizer/ReadPreTokenizer";
import type { Tokenizer } from "./Tokenizer";

const FILE = "tokenizer.json";
const FORMAT = "1.0";

/**
 * Reads tokenizer.json, the format of Hugging Face's library `tokenizers`, versions 0.22 and 0.23; `json` is its
 * content, parsed. A component or an option that this app does not have is refused by its name.
 */
export function tokenizerOf(json: Json): Tokenizer {
  return record(json, FILE, assembled);
}

function assembled(file: Fields): Tokenizer {
  const version = file.text("version");
  if (version !== FORMAT) {
    throw new Refused(
      `${FILE} has version ${version}, and this app reads ${FORMAT}; export the bundle again`,
    );
  }
  refuseSet(file, "truncation", "would cut texts");
  refuseSet(file, "padding", "would fill texts up");
  const normalizer = optional(file, "normalizer", readNormalizer);
  const preTokenizer = optional(file, "pre_tokenizer", readPreTokenizer);
  if (preTokenizer?.asksForBeginning === true && normalizer?.keepsBeginning === false) {
    throw new Refused(
      `${FILE} asks where a text begins (prepend_scheme first) after a normalizer that may drop its ` +
        "beginning, which this app does not follow; export the model with prepend_scheme always or never",
    );
  }
  const model = optional(file, "model", readModel);
  if (model === null) throw new Refused(`${FILE} has no model`);
  const added = file.records("added_tokens", (token) => readAddedToken(token, model));
  return new Pipeline({
    added: new AddedTokens(added, normalizer),
    normalizer,
    preTokenizer,
    model,
    postProcessor: optional(file, "post_processor", readPostProcessor) ?? PLAIN,
    decoder: optional(file, "decoder", readDecoder),
  });
}

function optional<T>(
  file: Fields,
  name: string,
  read: (element: Json, where: string) => T,
): T | null {
  const element = file.any(name);
  return element === null ? null : read(element, `${FILE}.${name}`);
}

/** How long a text may be says the manifest, and whoever runs the program acts on it. */
function refuseSet(file: Fields, name: string, what: string): void {
  if (file.any(name) !== null) {
    throw new Refused(
      `${FILE} has ${name}, which ${what}; set it to null and export the bundle again`,
    );
  }
}
