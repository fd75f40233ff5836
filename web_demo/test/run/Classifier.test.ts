import { beforeEach, expect, test } from "vitest";
import type { Program } from "../../src/engine/Engine";
import { floats, type Tensor } from "../../src/engine/Tensor";
import { Classifier, type Reading } from "../../src/run/Classifier";
import { type Encoding, Room } from "../../src/text/Encoding";
import type { Tokenizer } from "../../src/text/Tokenizer";

/** A token a character, between a mark at the start and two at the end. */
const TOKENIZER: Tokenizer = {
  encode: (text) => closed(characters(text)).ids,
  encodeIn: (room, text, pair) => {
    if (pair === null) return closed(room.cut(characters(text), 3));
    const [first, second] = room.cutPair(characters(text), characters(pair), 4);
    const front = closed(first);
    const behind = [...second, 3];
    return { ids: [...front.ids, ...behind], types: [...front.types, ...behind.map(() => 1)] };
  },
  decode: () => {
    throw new Error("a classifier says no words");
  },
};

const characters = (text: string) => Array.from(text, (one) => one.charCodeAt(0));

function closed(tokens: number[]): Encoding {
  const ids = [1, ...tokens, 2, 3];
  return { ids, types: ids.map(() => 0) };
}

let seen: Map<string, number[]>[];
let second: number;

/** The logits are the number of tokens and 5. */
const PROGRAM: Program = {
  floats,
  run: async (_, inputs) => {
    const given = [...inputs].map(([name, { data }]) => [name, Array.from(data, Number)] as const);
    seen.push(new Map(given));
    const data = Float32Array.of(inputs.get("input_ids")!.shape[1]!, second);
    return new Map<string, Tensor>([["logits", { shape: [1, 2], data }]]);
  },
  close: async () => {},
};

beforeEach(() => {
  seen = [];
  second = 5;
});

const classifier = (reading: Partial<Reading> = {}) =>
  new Classifier(PROGRAM, TOKENIZER, ["long", "short"], {
    room: new Room(8),
    pairs: false,
    readsTypes: false,
    ...reading,
  });

test("the label with the largest logit, and shares that add up to one", async () => {
  const found = await classifier().classify("a");
  expect(found.label).toBe("short");
  expect(found.shares.map((each) => each.label)).toEqual(["long", "short"]);
  const [long, short] = found.shares.map((each) => each.share) as [number, number];
  expect(long + short).toBeCloseTo(1, 12);
  expect(short / long).toBeCloseTo(Math.exp(5 - 4), 9);
  expect((await classifier().classify("abcd")).label).toBe("long");
  expect(seen[0]!.get("attention_mask")).toEqual([1, 1, 1, 1]);
});

test("logits that are no numbers are refused", async () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
    second = wrong;
    await expect(classifier().classify("a")).rejects.toThrow(
      "the program answers with logits that are no numbers, and nothing can be chosen by them; " +
        "export the bundle again",
    );
  }
});

test("a text that is too long is cut before the tokens that end it", () => {
  const one = classifier();
  expect(one.encode("abcdefgh").ids).toEqual([1, 97, 98, 99, 100, 101, 2, 3]);
  expect(one.encode("abcdefgh")).toEqual(one.encode("abcde"));
});

test("a text that is too long is cut at its beginning where its end decides", () => {
  const one = classifier({ room: new Room(8, true) });
  expect(one.encode("abcdefgh").ids).toEqual([1, 100, 101, 102, 103, 104, 2, 3]);
});

test("a pair goes in with its types where the program reads them", async () => {
  await classifier({ pairs: true, readsTypes: true }).classify("a", "b");
  await classifier({ pairs: true }).classify("a", "b");
  const [typed, plain] = seen as [Map<string, number[]>, Map<string, number[]>];
  expect(typed.get("input_ids")).toEqual([1, 97, 2, 3, 98, 3]);
  expect(typed.get("token_type_ids")).toEqual([0, 0, 0, 0, 1, 1]);
  typed.delete("token_type_ids");
  expect(plain).toEqual(typed);
});

test("a pair for a model of texts, a text for one of pairs and an empty one are refused", async () => {
  const pairs = classifier({ pairs: true });
  await expect(classifier().classify("a", "b")).rejects.toThrow(
    "one text at a time, and there are two",
  );
  await expect(pairs.classify("a")).rejects.toThrow("give the other one too");
  await expect(pairs.classify("a", " ")).rejects.toThrow("an empty text has no label");
  await expect(classifier().classify(" \n ")).rejects.toThrow("an empty text has no label");
  expect(seen).toEqual([]);
});

test("another length gets tensors of its own", async () => {
  const one = classifier();
  await one.classify("abc");
  await one.classify("a");
  expect(seen[1]!.get("input_ids")).toEqual([1, 97, 2, 3]);
});
