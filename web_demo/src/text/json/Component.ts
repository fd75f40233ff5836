import { type Fields, type Json, record } from "../../json/Fields";
import { Refused } from "../../Refused";
import { Expression, Literal, type Pattern } from "../pattern/Pattern";
import { codeAt, codeCount } from "../unicode/CodePoints";

/** What reads the components of one role, by the names that tokenizer.json gives them. */
export type Kinds<T> = Readonly<Record<string, (fields: Fields) => T>>;

/** A component of tokenizer.json by the "type" that it names; one that is not in `kinds` is refused. */
export function typed<T>(element: Json, where: string, role: string, kinds: Kinds<T>): T {
  const type =
    typeof element === "object" && element !== null && "type" in element
      ? String(element.type)
      : "null";
  const read = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (read === undefined) {
    throw new Refused(
      `${where} is a ${role} of type ${type}, which this app does not have; it has ` +
        Object.keys(kinds).sort().join(", "),
    );
  }
  return record(element, where, (fields) => {
    fields.any("type");
    return read(fields);
  });
}

/** `{"String": "x"}` or `{"Regex": "x+"}`. */
export function readPattern(fields: Fields, name: string): Pattern {
  return fields.record(name, (inner) => {
    const literal = inner.textOrNull("String") ?? "";
    const expression = inner.textOrNull("Regex") ?? "";
    if ((literal === "") === (expression === "")) {
      throw new Refused(`${inner.where} should be a String or a Regex, not empty`);
    }
    return literal !== "" ? new Literal(literal) : new Expression(expression);
  });
}

/** Options that older files leave out. */
export function booleanOr(fields: Fields, name: string, usual: boolean): boolean {
  return fields.any(name) === null ? usual : fields.boolean(name);
}

/** One character. */
export function codeOf(fields: Fields, name: string): number {
  const text = fields.text(name);
  if (codeCount(text) !== 1) {
    throw new Refused(`${fields.where}.${name} should be one character, and is "${text}"`);
  }
  return codeAt(text, 0);
}
