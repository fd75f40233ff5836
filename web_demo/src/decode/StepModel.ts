/** What a search asks of a model, whatever runs it: one source and the hypotheses so far. */
export interface StepModel {
  /** The most hypotheses that a step extends. */
  readonly hypotheses: number;

  /** The most steps of one sentence. */
  readonly capacity: number;

  /** Reads a source and forgets the sentence before it; `mask`: 0 where it is padding. */
  encode(ids: readonly number[], mask?: readonly number[]): Promise<void>;

  /**
   * The last token of each hypothesis (n), at a position, to logits (n, vocabulary). The caller
   * may change them; the next step writes into them again.
   */
  step(tokens: readonly number[], position: number): Promise<Float32Array[]>;

  /** Hypothesis i goes on from what was hypothesis origins[i]. */
  reorder(origins: readonly number[]): void;

  /** Goes back to position 0 of the same source. */
  reset(): void;
}
