import { expect, test } from "vitest";
import { type Fields, type Json, readJson, record } from "../../src/json/Fields";

function read<T>(text: string, ask: (fields: Fields) => T): T {
  return record(readJson(text, "it"), "it", ask);
}

test("fields are read as what they are", () => {
  const found = read(
    '{"a": "x", "b": 3, "c": 0.5, "d": [1, 2], "e": {"f": true}, "g": null}',
    (it) => [
      it.text("a"),
      it.int("b"),
      it.real("c"),
      it.ints("d"),
      it.record("e", (inner) => inner.boolean("f")),
      it.textOrNull("g"),
      it.list("absent", (element) => element),
    ],
  );
  expect(found).toEqual(["x", 3, 0.5, [1, 2], true, null, []]);
});

test.each<[string, (fields: Fields) => unknown, string]>([
  ["{}", (it) => it.text("a"), 'it has no "a", which should be a text'],
  ['{"a": null}', (it) => it.int("a"), 'it has no "a", which should be a whole number'],
  ['{"a": 1.5}', (it) => it.int("a"), "it.a should be a whole number, and is 1.5"],
  ['{"a": 3000000000}', (it) => it.int("a"), "it.a is 3000000000, which is too large"],
  ['{"a": 1e300}', (it) => it.whole("a"), "it.a is 1e+300, which is too large"],
  ['{"a": "1"}', (it) => it.real("a"), 'it.a should be a number, and is "1"'],
  ['{"a": 1}', (it) => it.boolean("a"), "it.a should be true or false, and is 1"],
  ['{"a": {}}', (it) => it.texts("a"), "it.a should be a list, and is {}"],
  ['{"a": ["x", 1]}', (it) => it.texts("a"), "it.a[1] should be a text, and is 1"],
  ['{"a": []}', (it) => it.record("a", () => 0), "it.a should be an object, and is []"],
  [
    '{"a": {"b": "x"}}',
    (it) => it.map("a", (one: Json) => one),
    "fields that this app does not know: [c]",
  ],
  ["[]", () => 0, "it should be an object, and is []"],
  ["{", () => 0, "it is not JSON"],
])("%s is refused in words", (text, ask, words) => {
  const more = words.includes("[c]") ? text.replace("}}", '}, "c": 1}') : text;
  expect(() => read(more, ask)).toThrow(words);
});

test("a name of every object's is a field like another", () => {
  expect(() => read('{"__proto__": 1}', () => 0)).toThrow("[__proto__]");
  expect(() => read("{}", (it) => it.text("toString"))).toThrow('no "toString"');
});
