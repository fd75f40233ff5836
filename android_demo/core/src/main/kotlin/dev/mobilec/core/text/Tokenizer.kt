package dev.mobilec.core.text

/** Text to the ids of a model and back, as tokenizer.json says. */
interface Tokenizer {
    /** The ids of a text, special tokens included; never cut, never padded. */
    fun encode(text: String): LongArray

    /** The same of a text, and of its [pair] where it has one, cut where there is no more [room]. */
    fun encode(text: String, pair: String?, room: Room): Encoding

    /** What ids say; special tokens are left out. */
    fun decode(ids: LongArray): String
}
