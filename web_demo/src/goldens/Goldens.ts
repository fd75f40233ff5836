import { Refused } from "../Refused";

/** A golden that was answered otherwise. */
export interface Difference {
  readonly text: string;
  readonly expected: string;
  readonly found: string;
}

/** `relativeError`: centred, of the logits; null where some are not finite. */
export interface Goldens {
  readonly passed: boolean;
  readonly sentences: number;
  readonly equal: number;
  readonly relativeError: number | null;
  readonly tolerance: number;
  readonly difference: Difference | null;
}

/** A text of which this tokenizer makes other ids than the model was trained with. */
export function otherIds(
  text: string,
  expected: readonly number[],
  found: readonly number[],
): Difference {
  return {
    text,
    expected: `the ids [${expected.join(", ")}]`,
    found: `the ids [${found.join(", ")}]`,
  };
}

/** What a runtime of a format may be apart; refused where the goldens do not say. */
export function toleranceOf(tolerance: ReadonlyMap<string, number>, format: string): number {
  const found = tolerance.get(format);
  if (found !== undefined) return found;
  throw new Refused(
    `the goldens name no tolerance for ${format}, so nothing can be checked; export the bundle again`,
  );
}

export function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((number, at) => number === other[at]);
}
