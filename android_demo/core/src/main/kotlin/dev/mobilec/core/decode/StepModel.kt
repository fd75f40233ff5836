package dev.mobilec.core.decode

/** What a search asks of a model, whatever runs it: one source and the hypotheses so far. */
public interface StepModel {
    /** The most hypotheses that a step extends. */
    public val hypotheses: Int

    /** The most steps of one sentence. */
    public val capacity: Int

    /** Reads a source and forgets the sentence before it; [mask]: 0 where it is padding. */
    public fun encode(ids: LongArray, mask: LongArray? = null)

    /**
     * The last token of each hypothesis (n), at a position, to logits (n, vocabulary). The caller
     * may change them; the next step writes into them again.
     */
    public fun step(tokens: IntArray, position: Int): Array<FloatArray>

    /** Hypothesis i goes on from what was hypothesis origins[i]. */
    public fun reorder(origins: IntArray)

    /** Goes back to position 0 of the same source. */
    public fun reset()
}
