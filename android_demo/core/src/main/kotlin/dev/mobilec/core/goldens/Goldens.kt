package dev.mobilec.core.goldens

/** A golden that was answered otherwise. */
public data class Difference(val text: String, val expected: String, val found: String)

/** [relativeError]: centred, of the logits; null where some are not finite. */
public data class Goldens(
    val passed: Boolean,
    val sentences: Int,
    val equal: Int,
    val relativeError: Double?,
    val tolerance: Double,
    val difference: Difference?,
)

/** A text of which this tokenizer makes other ids than the model was trained with. */
internal fun otherIds(text: String, expected: LongArray, found: LongArray) =
    Difference(text, "the ids ${expected.toList()}", "the ids ${found.toList()}")
