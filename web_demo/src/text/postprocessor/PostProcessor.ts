import { Refused } from "../../Refused";
import type { Encoding } from "../Encoding";

/** A part of what a model reads, special tokens or a text. `type`: of its tokens. `isPair`: the text beside the first. */
export type Part =
  | { readonly kind: "special"; readonly ids: readonly number[]; readonly type: number }
  | { readonly kind: "text"; readonly isPair: boolean; readonly type: number };

const TEXT: Part = { kind: "text", isPair: false, type: 0 };

/** What stands around one text, and around a text and its pair; `two` is null where that is not said. */
export class PostProcessor {
  constructor(
    private readonly one: readonly Part[],
    private readonly two: readonly Part[] | null,
  ) {}

  /** How many special tokens stand around one text, or around two. */
  added(isPair: boolean): number {
    return this.parts(isPair).reduce(
      (sum, part) => sum + (part.kind === "special" ? part.ids.length : 0),
      0,
    );
  }

  /** The tokens of a text, and of its pair where it has one, with what stands around them. */
  around(text: readonly number[], pair: readonly number[] | null): Encoding {
    const ids: number[] = [];
    const types: number[] = [];
    for (const part of this.parts(pair !== null)) {
      for (const id of part.kind === "special" ? part.ids : part.isPair ? (pair ?? []) : text) {
        ids.push(id);
        types.push(part.type);
      }
    }
    return { ids, types };
  }

  /** This one, and then `outer` around it. */
  inside(outer: PostProcessor): PostProcessor {
    if (this === PLAIN) return outer;
    if (outer === PLAIN) return this;
    // Two that both add tokens to a pair are in no tokenizer that is known.
    return new PostProcessor(
      outer.one.flatMap((part) => (part.kind === "text" ? this.one : [part])),
      null,
    );
  }

  private parts(isPair: boolean): readonly Part[] {
    if (!isPair) return this.one;
    if (this.two === null) {
      throw new Refused("tokenizer.json does not say how a text and its pair stand side by side");
    }
    return this.two;
  }
}

/** Nothing around anything. */
export const PLAIN = new PostProcessor([TEXT], [TEXT, { kind: "text", isPair: true, type: 1 }]);

/** `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, as BERT has it. */
export function bert(start: number, end: number): PostProcessor {
  return closed(start, [], end, 1);
}

/** `<s> A </s>` and `<s> A </s></s> B </s>`, as RoBERTa has it. */
export function roberta(start: number, end: number): PostProcessor {
  return closed(start, [end], end, 0);
}

function closed(
  start: number,
  between: readonly number[],
  end: number,
  type: number,
): PostProcessor {
  const first: Part[] = [
    { kind: "special", ids: [start], type: 0 },
    TEXT,
    { kind: "special", ids: [end], type: 0 },
  ];
  const second: Part[] = [
    { kind: "special", ids: between, type: 0 },
    { kind: "text", isPair: true, type },
    { kind: "special", ids: [end], type },
  ];
  return new PostProcessor(first, [...first, ...second]);
}
