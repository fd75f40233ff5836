package dev.mobilec.core.text.model

import java.util.PriorityQueue

/**
 * Byte-pair encoding (Sennrich et al. 2016, section 3.2): characters, of which the pair that was
 * learned first is merged until no pair is left that was learned.
 */
internal class Bpe(
    private val vocabulary: Vocabulary,
    private val merges: Merges,
    private val options: Options,
) : SubwordModel {
    /** As in tokenizer.json. [prefix] marks all but the first character of a word, [suffix] the last. */
    class Options(
        val unknown: String?,
        val prefix: String,
        val suffix: String,
        val fusesUnknown: Boolean,
        val fallsBackToBytes: Boolean,
        val ignoresMerges: Boolean,
    )

    private val bytes = if (options.fallsBackToBytes) ByteTokens(vocabulary::id) else null

    override fun ids(piece: String): IntArray {
        val whole = if (options.ignoresMerges) vocabulary.id(piece) else null
        return if (whole != null) intArrayOf(whole) else merged(characters(piece))
    }

    override fun id(token: String): Int? = vocabulary.id(token)

    override fun token(id: Int): String? = vocabulary.token(id)

    /** An unknown character waits, as those that follow may become one with it; bytes do not end the wait. */
    private fun characters(piece: String): IdList {
        val found = IdList(piece.length)
        var waits = false
        var at = 0
        while (at < piece.length) {
            val end = at + Character.charCount(piece.codePointAt(at))
            val written = written(piece, at, end)
            val id = vocabulary.id(written)
            val spelled = if (id == null) bytes?.of(written) else null
            if (waits && (id != null || (spelled == null && !options.fusesUnknown))) {
                found.add(vocabulary.unknown(options.unknown!!))
                waits = false
            }
            when {
                id != null -> found.add(id)
                spelled != null -> found.addAll(spelled)
                else -> waits = waits || options.unknown != null
            }
            at = end
        }
        if (waits) found.add(vocabulary.unknown(options.unknown!!))
        return found
    }

    private fun written(piece: String, start: Int, end: Int): String {
        val one = piece.substring(start, end)
        if (options.prefix.isEmpty() && options.suffix.isEmpty()) return one
        return (if (start > 0) options.prefix else "") + one + (if (end == piece.length) options.suffix else "")
    }

    private fun merged(symbols: IdList): IntArray {
        val chain = Chain(symbols.toArray())
        // Rank above, place below: of two pairs of one rank the left one comes first.
        val open = PriorityQueue<Long>(maxOf(symbols.size, 1))
        fun offer(left: Int) {
            val rank = chain.rightOf(left)?.let { merges.rank(chain.ids[left], chain.ids[it]) } ?: return
            if (rank >= 0) open.add((rank.toLong() shl Int.SIZE_BITS) or left.toLong())
        }
        chain.ids.indices.forEach(::offer)
        while (true) {
            val best = open.poll() ?: break
            val made = merges.made((best shr Int.SIZE_BITS).toInt())
            val left = best.toInt()
            val right = chain.rightOf(left) ?: continue
            val rank = merges.rank(chain.ids[left], chain.ids[right])
            if (rank < 0 || merges.made(rank) != made) continue
            chain.merge(left, right, made)
            chain.leftOf(left)?.let(::offer)
            offer(left)
        }
        return chain.left()
    }
}

/** Symbols of a word, each with its neighbours. */
private class Chain(val ids: IntArray) {
    private val next = IntArray(ids.size) { it + 1 }
    private val previous = IntArray(ids.size) { it - 1 }
    private val isGone = BooleanArray(ids.size)

    fun rightOf(place: Int): Int? = next[place].takeIf { !isGone[place] && it < ids.size }

    fun leftOf(place: Int): Int? = previous[place].takeIf { it >= 0 }

    fun merge(left: Int, right: Int, made: Int) {
        ids[left] = made
        isGone[right] = true
        next[left] = next[right]
        if (next[left] < ids.size) previous[next[left]] = left
    }

    fun left(): IntArray = ids.filterIndexed { place, _ -> !isGone[place] }.toIntArray()
}
