import { type Fields, items, type Json, record, whole } from "../../json/Fields";
import { Refused } from "../../Refused";
import { type Kinds, typed } from "../json/Component";
import { readByteLevel } from "../pretokenizer/ReadPreTokenizer";
import { bert, type Part, PLAIN, PostProcessor, roberta } from "./PostProcessor";

/** The post-processors of tokenizer.json by their names there. */
const KINDS: Kinds<PostProcessor> = {
  Sequence: (it) =>
    it.list("processors", readPostProcessor).reduce((inner, outer) => inner.inside(outer), PLAIN),
  BertProcessing: (it) => bert(special(it, "cls"), special(it, "sep")),
  ByteLevel: (it) => {
    // As a post-processor it only moves the places of tokens in the text.
    readByteLevel(it);
    return PLAIN;
  },
  RobertaProcessing: (it) => {
    it.any("trim_offsets");
    it.any("add_prefix_space");
    return roberta(special(it, "cls"), special(it, "sep"));
  },
  TemplateProcessing: readTemplate,
};

/** The text and its pair, as templates name them. */
const TEXTS = ["A", "B"];

export function readPostProcessor(element: Json, where: string): PostProcessor {
  return typed(element, where, "post-processor", KINDS);
}

/** `["[SEP]", 102]`. */
function special(fields: Fields, name: string): number {
  const where = `${fields.where}.${name}`;
  const element = fields.any(name);
  if (element === null) throw new Refused(`${where} is missing`);
  const id = items(element, where, (item) => item).at(-1);
  if (id === undefined) throw new Refused(`${where} should be a token and its id`);
  return whole(id, where);
}

/** The templates of one text and of two; a template of two that has not both once is none. */
function readTemplate(fields: Fields): PostProcessor {
  const ids = fields.map("special_tokens", (token, place) => record(token, place, readSpecial));
  const read = (part: Json, place: string): Part =>
    record(part, place, (inner) => readPart(inner, ids));
  const one = fields.list("single", read);
  const two = fields.list("pair", read);
  const texts = pairsIn(one);
  if (texts.length !== 1 || texts[0] === true) {
    const there = texts.map((isPair) => TEXTS[isPair ? 1 : 0]).join(", ");
    throw new Refused(`${fields.where}.single has the texts [${there}]; served is A, once`);
  }
  const pairs = pairsIn(two);
  return new PostProcessor(
    one,
    pairs.length === 2 && pairs.includes(true) && pairs.includes(false) ? two : null,
  );
}

/** Of each text among them, whether it is the pair. */
function pairsIn(parts: readonly Part[]): boolean[] {
  return parts.flatMap((part) => (part.kind === "text" ? [part.isPair] : []));
}

function readSpecial(fields: Fields): number[] {
  fields.text("id");
  fields.texts("tokens");
  return fields.ints("ids");
}

function readPart(fields: Fields, ids: ReadonlyMap<string, readonly number[]>): Part {
  const found = fields.recordOrNull("SpecialToken", (inner) => ({
    name: inner.text("id"),
    type: inner.int("type_id"),
  }));
  if (found !== null) {
    const of = ids.get(found.name);
    if (of === undefined) {
      throw new Refused(
        `${fields.where} names ${found.name}, which is not among its special_tokens`,
      );
    }
    return { kind: "special", ids: of, type: found.type };
  }
  return fields.record("Sequence", (inner) => {
    const name = inner.text("id");
    if (!TEXTS.includes(name)) {
      throw new Refused(`${inner.where} asks for the text ${name}; there are ${TEXTS.join(", ")}`);
    }
    return { kind: "text", isPair: name === TEXTS[1], type: inner.int("type_id") };
  });
}
