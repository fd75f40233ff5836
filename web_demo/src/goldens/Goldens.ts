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
