import { expect, it } from "vitest";
import { type AddedToken, AddedTokens } from "../../src/text/AddedTokens";
import { lowercaseNormalizer } from "../../src/text/normalizer/Normalizer";

function token(content: string, conditions: Partial<AddedToken> = {}): AddedToken {
  const { isNormalized = false } = conditions;
  return {
    id: 7,
    content,
    isSingleWord: false,
    takesSpacesBefore: false,
    takesSpacesAfter: false,
    isNormalized,
    isSpecial: !isNormalized,
    ...conditions,
  };
}

function split(text: string, ...tokens: AddedToken[]): string[] {
  const parts = new AddedTokens(tokens, null).plain.split(text);
  return parts.map(({ text: part, id }) => (id === null ? part : `${part}=${id}`));
}

it("finds the leftmost token, and of several there the longest", () => {
  const [short, long] = [token("<s>", { id: 1 }), token("<s>>", { id: 2 })];
  expect(split("x<s><s>>y", short, long)).toEqual(["x", "<s>=1", "<s>>=2", "y"]);
  expect(split("abc", token("ab", { id: 1 }), token("bc", { id: 2 }))).toEqual(["ab=1", "c"]);
  expect(split("", token("<s>"))).toEqual([]);
});

it("gives a token the spaces that it may take", () => {
  const [before, after] = [{ takesSpacesBefore: true }, { takesSpacesAfter: true }];
  expect(split("a \t<m> b", token("<m>", before))).toEqual(["a", " \t<m>=7", " b"]);
  expect(split("a <m> \u3000b", token("<m>", after))).toEqual(["a ", "<m> \u3000=7", "b"]);
  expect(split("<m>  <m>", token("<m>", { ...before, ...after }))).toEqual(["<m>  =7", "<m>=7"]);
});

it("finds no single word inside of another", () => {
  const word = token("am", { isSingleWord: true });
  expect(split("I am.", word)).toEqual(["I ", "am=7", "."]);
  expect(split("Sam amélie am_", word)).toEqual(["Sam amélie am_"]);
});

it("looks for a normalized token in normalized text, and reads it as it stands there", () => {
  const added = new AddedTokens([token("Ja", { isNormalized: true })], lowercaseNormalizer);
  expect(added.normalized.split("o ja").map(({ id }) => id)).toEqual([null, 7]);
  expect(added.plain.split("Ja").length).toBe(1);
  expect([added.token(7), added.token(8)]).toEqual(["ja", undefined]);
  expect(added.isSpecial("ja")).toBe(false);
  expect(new AddedTokens([token("<s>")], null).isSpecial("<s>")).toBe(true);
});
