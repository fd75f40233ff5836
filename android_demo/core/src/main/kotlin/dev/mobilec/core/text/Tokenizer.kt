package dev.mobilec.core.text

/** Text to the ids of a model and back, as tokenizer.json says. */
interface Tokenizer {
    /** The ids of a text, special tokens included; never cut, never padded. */
    fun encode(text: String): LongArray

    /** What ids say; special tokens are left out. */
    fun decode(ids: LongArray): String
}
