import { Refused } from "../Refused";

/** What a document of JSON may hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** An object of JSON. */
export type JsonObject = { [name: string]: Json };

/** The document in a text; `what` names it in the refusal. */
export function readJson(text: string, what: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (broken) {
    const words = broken instanceof Error ? broken.message.split("\n")[0] : "";
    throw new Refused(`${what} is not JSON (${words}); export the bundle again`);
  }
}

/** What `read` makes of an object; a field that it did not ask for is refused. */
export function record<T>(
  element: Json | undefined,
  where: string,
  read: (fields: Fields) => T,
): T {
  if (!isObject(element)) throw wrong(where, "an object", element);
  const fields = new Fields(element, where);
  const found = read(fields);
  fields.refuseUnknown();
  return found;
}

/** The fields of one JSON object, each checked when it is asked for. */
export class Fields {
  readonly #asked = new Set<string>();

  constructor(
    readonly entries: JsonObject,
    readonly where: string,
  ) {}

  text(name: string): string {
    return this.textOrNull(name) ?? this.#missing(name, "a text");
  }

  textOrNull(name: string): string | null {
    return this.#maybe(name, text);
  }

  /** A whole number that a double holds exactly. */
  whole(name: string): number {
    return this.wholeOrNull(name) ?? this.#missing(name, "a whole number");
  }

  wholeOrNull(name: string): number | null {
    return this.#maybe(name, whole);
  }

  /** A whole number of 32 bits. */
  int(name: string): number {
    return this.intOrNull(name) ?? this.#missing(name, "a whole number");
  }

  intOrNull(name: string): number | null {
    return this.#maybe(name, int);
  }

  real(name: string): number {
    return this.realOrNull(name) ?? this.#missing(name, "a number");
  }

  realOrNull(name: string): number | null {
    return this.#maybe(name, real);
  }

  boolean(name: string): boolean {
    return this.booleanOrNull(name) ?? this.#missing(name, "true or false");
  }

  booleanOrNull(name: string): boolean | null {
    return this.#maybe(name, (element, where) => {
      if (typeof element !== "boolean") throw wrong(where, "true or false", element);
      return element;
    });
  }

  /** A field that may be of several kinds, or null where it is null or absent. */
  any(name: string): Json {
    this.#asked.add(name);
    return Object.hasOwn(this.entries, name) ? (this.entries[name] ?? null) : null;
  }

  recordOrNull<T>(name: string, read: (fields: Fields) => T): T | null {
    return this.#maybe(name, (element, where) => record(element, where, read));
  }

  record<T>(name: string, read: (fields: Fields) => T): T {
    return this.recordOrNull(name, read) ?? this.#missing(name, "an object");
  }

  /** A list, empty where it is absent. */
  list<T>(name: string, read: (element: Json, where: string) => T): T[] {
    return this.#maybe(name, (element, where) => items(element, where, read)) ?? [];
  }

  records<T>(name: string, read: (fields: Fields) => T): T[] {
    return this.list(name, (element, where) => record(element, where, read));
  }

  texts(name: string): string[] {
    return this.list(name, text);
  }

  ints(name: string): number[] {
    return this.list(name, int);
  }

  reals(name: string): number[] {
    return this.list(name, real);
  }

  /** An object of values of one kind. */
  map<T>(name: string, read: (element: Json, where: string) => T): Map<string, T> {
    const found = this.#maybe(name, (element, where) => {
      if (!isObject(element)) throw wrong(where, "an object", element);
      const rows = Object.entries(element);
      return new Map(rows.map(([key, value]) => [key, read(value, `${where}.${key}`)]));
    });
    return found ?? this.#missing(name, "an object");
  }

  refuseUnknown(): void {
    const unknown = Object.keys(this.entries).filter((name) => !this.#asked.has(name));
    if (unknown.length > 0) {
      const names = unknown.sort().join(", ");
      throw new Refused(`${this.where} has fields that this app does not know: [${names}]`);
    }
  }

  #maybe<T>(name: string, read: (element: Json, where: string) => T): T | null {
    const element = this.any(name);
    return element === null ? null : read(element, `${this.where}.${name}`);
  }

  #missing(name: string, what: string): never {
    throw new Refused(`${this.where} has no "${name}", which should be ${what}`);
  }
}

export function items<T>(
  element: Json,
  where: string,
  read: (element: Json, where: string) => T,
): T[] {
  if (!Array.isArray(element)) throw wrong(where, "a list", element);
  return element.map((item, at) => read(item, `${where}[${at}]`));
}

export function text(element: Json, where: string): string {
  if (typeof element !== "string") throw wrong(where, "a text", element);
  return element;
}

/** A whole number that a double holds exactly. */
export function whole(element: Json, where: string): number {
  if (!Number.isInteger(element)) throw wrong(where, "a whole number", element);
  if (!Number.isSafeInteger(element))
    throw new Refused(`${where} is ${element}, which is too large`);
  return element as number;
}

/** A whole number of 32 bits. */
export function int(element: Json, where: string): number {
  const found = whole(element, where);
  if ((found | 0) !== found) throw new Refused(`${where} is ${found}, which is too large`);
  return found;
}

export function real(element: Json, where: string): number {
  if (typeof element !== "number") throw wrong(where, "a number", element);
  return element;
}

function isObject(element: Json | undefined): element is JsonObject {
  return typeof element === "object" && element !== null && !Array.isArray(element);
}

function wrong(where: string, what: string, element: Json | undefined): Refused {
  const shown = JSON.stringify(element ?? null).slice(0, SHOWN);
  return new Refused(`${where} should be ${what}, and is ${shown}`);
}

const SHOWN = 60;
