import { expect, test } from "vitest";
import type { Program } from "../../src/engine/Engine";
import { count, floats, type Tensor } from "../../src/engine/Tensor";
import type { Json } from "../../src/json/Fields";
import type { Decoding, ShortlistEntry } from "../../src/manifest/Decoding";
import { programOf } from "../../src/manifest/Manifest";
import type { MethodEntry, ProgramFile, TensorEntry } from "../../src/manifest/ProgramFile";
import { manifestOf } from "../../src/manifest/ReadManifest";
import { Translator } from "../../src/run/Translator";
import { Words } from "../../src/run/Words";
import type { Tokenizer } from "../../src/text/Tokenizer";
import { recorded } from "../fixtures";
import { wordListsOf } from "../text/Shortlists";

const MANIFEST = manifestOf(recorded("manifests/schema-2.json") as Json, "schema 2");
const DECODING = MANIFEST.decoding as Decoding;
const FILE = programOf(MANIFEST, "executorch");
const ENTRY: ShortlistEntry = { path: "some.bin", method: "hidden", rows: "output_rows" };

function tensor(name: string, ...shape: number[]): TensorEntry {
  const sizes = shape.map((extent) => ({ name: null, minimum: extent, maximum: extent }));
  return { name, dtype: "float32", shape: sizes };
}

function method(name: string, inputs: TensorEntry[], ...outputs: TensorEntry[]): MethodEntry {
  return { name, inputs, outputs, arenaBytes: null, states: [] };
}

const news = FILE.methods.find(({ name }) => name === "decode")!.outputs.slice(1);
const AROUND: ProgramFile = {
  ...FILE,
  methods: [
    ...FILE.methods,
    method("hidden", [], tensor("hidden", 2, 64), ...news),
    method("output_rows", [tensor("words", 4)], tensor("output_rows", 4, 64)),
  ],
};

/** The score of each word is its number; all else is zero. */
class Numbers implements Program {
  readonly called: string[] = [];
  readonly floats = floats;
  closed = false;

  constructor(private readonly file: ProgramFile) {}

  async run(name: string, inputs: ReadonlyMap<string, Tensor>): Promise<Map<string, Tensor>> {
    this.called.push(name);
    const { outputs } = this.file.methods.find((each) => each.name === name)!;
    const found = new Map<string, Tensor>(
      outputs.map((entry) => [entry.name, floats(...entry.shape.map((size) => size.minimum))]),
    );
    const set = (output: string, number: (at: number) => number) => {
      const { shape, data } = found.get(output) ?? floats(0);
      for (let at = 0; at < count(shape); at++) data[at] = number(at);
    };
    set("hidden", (at) => (at % 64 === 0 ? 1 : 0));
    set("output_rows", (at) => (at % 64 === 0 ? Number(inputs.get("words")!.data[at / 64]) : 0));
    set("logits", (at) => at % 500);
    return found;
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

const NOTHING: Tokenizer = {
  encode: () => [],
  encodeIn: () => {
    throw new Error("nothing is read here");
  },
  decode: () => "",
};

/** Words 0 to 4 by each source word, and 7 for every sentence. */
function translator(program: Program, file: ProgramFile, shortlist: ShortlistEntry | null = ENTRY) {
  const few = [0, 1, 2, 3, 4];
  const lists = shortlist === null ? null : wordListsOf(500, [few, few, few, [7]]);
  const words = new Words(NOTHING, NOTHING, MANIFEST.text, (line) => [line]);
  const decoding = { ...DECODING, shortlist };
  return new Translator({ program, words, longest: 32, decoding, file, lists });
}

/** The start, the likeliest word to the limit, and the end that is forced there. */
const said = (word: number) => [499, ...Array<number>(10).fill(word), 0];
const greedy = (one: Translator, ids = [1]) => one.tokens(ids, { ...one.settings, numBeams: 1 });

test("a search by rows never calls what scores every word", async () => {
  const program = new Numbers(AROUND);
  const one = translator(program, AROUND);
  expect(await greedy(one)).toEqual(said(7));
  const steps = Array<string>(11).fill("hidden");
  expect(program.called).toEqual(["encode", "output_rows", "output_rows", ...steps]);
  expect(one.step).toBe("hidden");
  one.shortlisted!.more = [300];
  expect(await greedy(one)).toEqual(said(300));
});

test("checks that force tokens see every word", async () => {
  for (const file of [FILE, AROUND]) {
    const program = new Numbers(file);
    const one = translator(program, file);
    await one.model.encode([1]);
    const [row] = await one.model.step([499], 0);
    expect([...row!]).toEqual([...row!.keys()]);
    expect(program.called).toEqual(["encode", "decode"]);
  }
});

test("a program without the methods has the scores of other words left out", async () => {
  const program = new Numbers(FILE);
  const one = translator(program, FILE);
  expect(await greedy(one)).toEqual(said(7));
  expect(new Set(program.called)).toEqual(new Set(["encode", "decode"]));
  expect(one.step).toBe("decode");
});

test("without a shortlist every word may come", async () => {
  const one = translator(new Numbers(AROUND), AROUND, null);
  expect(one.shortlisted).toBeNull();
  expect(await greedy(one)).toEqual(said(499));
  expect(one.step).toBe("decode");
});

test("a source that is too long is refused before any work", async () => {
  const program = new Numbers(FILE);
  const one = translator(program, FILE);
  await expect(greedy(one, Array(33).fill(1))).rejects.toThrow(
    "a source of 33 tokens was given, and the program takes 32; split it at its sentences",
  );
  expect(program.called).toEqual([]);
});

test("a translation that was stopped before it began asks nothing; a closed one closes its program", async () => {
  const program = new Numbers(FILE);
  const one = translator(program, FILE);
  const asked = one.translate("Hello.", { signal: AbortSignal.abort() });
  await expect(asked).rejects.toThrow("abort");
  expect(program.called).toEqual([]);
  await one.close();
  expect(program.closed).toBe(true);
});
