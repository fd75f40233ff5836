package dev.mobilec.core.text.model

/**
 * Pairs of ids by the order in which they were learned. A hash table of plain arrays: boxed numbers
 * for the 50,000 merges of GPT-2 would take several megabytes of a phone.
 */
internal class Merges(pairs: List<Pair<Int, Int>>, private val made: IntArray) {
    private val mask = Integer.highestOneBit(maxOf(pairs.size, 1) * 4) - 1
    private val keys = LongArray(mask + 1) { EMPTY }
    private val ranks = IntArray(mask + 1)

    init {
        // A pair that stands twice has its last place, as in the library.
        pairs.forEachIndexed { rank, (left, right) ->
            val slot = slot(key(left, right))
            keys[slot] = key(left, right)
            ranks[slot] = rank
        }
    }

    /** The place of a pair in the order, -1 where it was never learned. */
    fun rank(left: Int, right: Int): Int {
        val key = key(left, right)
        val slot = slot(key)
        return if (keys[slot] == key) ranks[slot] else -1
    }

    /** The id that the pair of a rank becomes. */
    fun made(rank: Int): Int = made[rank]

    private fun key(left: Int, right: Int): Long = (left.toLong() shl Int.SIZE_BITS) or right.toLong()

    /** Where a key stands or would stand. */
    private fun slot(key: Long): Int {
        var slot = spread(key) and mask
        while (keys[slot] != EMPTY && keys[slot] != key) slot = (slot + 1) and mask
        return slot
    }

    private fun spread(key: Long): Int = ((key * MULTIPLIER) ushr Int.SIZE_BITS).toInt()

    private companion object {
        const val EMPTY = -1L

        /** 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4). */
        const val MULTIPLIER = -7046029254386353131L
    }
}
