package dev.mobilec.core.text

/** What a model reads of a text, or of a text and its pair: [ids], and of each the [types] of its part, 0 or 1. */
public class Encoding(public val ids: LongArray, public val types: LongArray) {
    override fun equals(other: Any?): Boolean =
        other is Encoding && ids.contentEquals(other.ids) && types.contentEquals(other.types)

    override fun hashCode(): Int = 31 * ids.contentHashCode() + types.contentHashCode()

    override fun toString(): String = "${ids.toList()} of the types ${types.toList()}"
}

/**
 * At most [longest] tokens, special ones included. What is too much goes from the end of a text, or from its beginning
 * where it [keepsEnd].
 */
public class Room(public val longest: Int, private val keepsEnd: Boolean = false) {
    /** What stays of the tokens of a text where [added] special ones stand around it. */
    internal fun cut(tokens: IntArray, added: Int): IntArray = part(tokens, maxOf(0, longest - added))

    /**
     * What stays of the tokens of a text and of its pair: the longer one is cut first, until both are as long, then
     * both (`longest_first` of transformers; truncation.rs of tokenizers).
     */
    internal fun cut(first: IntArray, second: IntArray, added: Int): Pair<IntArray, IntArray> {
        val room = maxOf(0, longest - added)
        if (first.size + second.size <= room) return first to second
        val shorter = minOf(first.size, second.size, room / 2)
        val longer = room - shorter
        return if (first.size > second.size) {
            part(first, longer) to part(second, shorter)
        } else {
            part(first, shorter) to part(second, longer)
        }
    }

    private fun part(tokens: IntArray, count: Int): IntArray = when {
        tokens.size <= count -> tokens
        keepsEnd -> tokens.copyOfRange(tokens.size - count, tokens.size)
        else -> tokens.copyOf(count)
    }
}
