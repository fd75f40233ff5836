package dev.mobilec.core.text

/** Text to the ids of a model and back, as tokenizer.json says. */
public interface Tokenizer {
    /** The ids of a text, special tokens included; never cut, never padded. */
    public fun encode(text: String): LongArray

    /** The same of a text, and of its [pair] where it has one, cut where there is no more [room]. */
    public fun encode(text: String, pair: String?, room: Room): Encoding

    /** What ids say; special tokens are left out. */
    public fun decode(ids: LongArray): String
}
