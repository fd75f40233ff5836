package dev.mobilec.core.manifest

public const val IDS: String = "input_ids"
public const val MASK: String = "attention_mask"
public const val TYPES: String = "token_type_ids"
public const val TOKEN: String = "token"
public const val POSITION: String = "position"
public const val LOGITS: String = "logits"

/**
 * The sizes of a decoder's state; its tensors are named and ordered by them.
 *
 * [capacity]: how many tokens a hypothesis may have behind it. [hypotheses]: how many one step
 * extends. Cross keys and values are (heads, length, width), as the source is the same for all
 * hypotheses; the cache is (hypotheses * heads, capacity, width).
 */
public data class Layout(val layers: Int, val heads: Int, val width: Int, val capacity: Int, val hypotheses: Int) {
    /** Keys and values of the source, as "encode" returns them. */
    val cross: List<String> = names("cross_key", "cross_value")

    /** The cache, which the caller owns. */
    val past: List<String> = names("key", "value")

    /** What a step returns and the caller writes into the cache, in the order of [past]. */
    val new: List<String> = names("new_key", "new_value")

    private fun names(key: String, value: String): List<String> =
        (0 until layers).flatMap { listOf("${key}_$it", "${value}_$it") }
}
