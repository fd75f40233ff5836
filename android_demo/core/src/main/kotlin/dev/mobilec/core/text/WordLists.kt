package dev.mobilec.core.text

import dev.mobilec.core.Refused
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.BitSet

/**
 * A bundle's shortlist: which of [targetWords] words of the target a sentence may become, by its source
 * words. The form of the file is that of exporters/text/word_lists.py. [starts] (source words + 2): where each
 * list begins in [lists], the bytes of all; the last list is of every sentence.
 */
public class WordLists private constructor(
    public val targetWords: Int,
    private val starts: IntArray,
    private val lists: ByteBuffer,
) {
    private val sourceWords = starts.size - 2

    /**
     * The target words for a sentence of these source words, its end token among them: rising, each once.
     * [more]: target words that it may have all the same, as a name that is to stay. Refused: an id that is of
     * no word, and a list that is damaged.
     */
    public fun allowed(ids: LongArray, more: IntArray = IntArray(0)): IntArray {
        refuseUnknown(ids)
        val found = Found(targetWords)
        for (id in ids.distinct()) read(id.toInt(), found)
        read(sourceWords, found)
        for (word in more) found.add(word.toLong())
        return found.words()
    }

    private fun refuseUnknown(ids: LongArray) {
        val (least, most) = (ids.minOrNull() ?: return) to ids.max()
        if (least >= 0 && most < sourceWords) return
        throw Refused(
            "the shortlist is of $sourceWords source words, and the ids of a text go from $least to $most: it is of " +
                "another vocabulary",
        )
    }

    /** The target words of list [at]: each number is added to the one before it. */
    private fun read(at: Int, found: Found) {
        var word = 0L
        var number = 0
        var shift = 0
        for (place in starts[at] until starts[at + 1]) {
            val group = lists.get(place).toInt()
            if (shift == MOST_GROUPS * SEVEN_BITS) throw damaged("a number is too large for a word")
            number = number or (group and SEVEN shl shift)
            shift += SEVEN_BITS
            if (group < 0) continue
            word += number
            found.add(word)
            number = 0
            shift = 0
        }
        if (shift > 0) throw damaged("a list ends within a number")
    }

    public companion object {
        /** The file in [content]. Refused: what is no such file, is cut off, or is not of [targetWords] words. */
        public fun read(content: ByteBuffer, targetWords: Int): WordLists {
            val bytes = content.duplicate().order(ByteOrder.LITTLE_ENDIAN)
            val size = bytes.limit()
            if (size < LISTS || MAGIC.indices.any { bytes.get(it) != MAGIC[it] }) {
                throw Refused("$NAME does not begin as a bundle's shortlist; export the bundle again")
            }
            val version = bytes.getInt(MAGIC.size)
            if (version != VERSION) {
                throw Refused("$NAME is of version ${version.toUInt()}; this app reads $VERSION: use a newer app")
            }
            val target = bytes.unsigned(MAGIC.size + 2 * Int.SIZE_BYTES)
            if (target != targetWords.toLong()) {
                throw Refused(
                    "$NAME is of $target target words, and the program has $targetWords; export the bundle again",
                )
            }
            val lists = bytes.unsigned(MAGIC.size + Int.SIZE_BYTES) + 1
            if (size < LISTS + Short.SIZE_BYTES * lists) throw damaged("it has $size bytes")
            val starts = IntArray(lists.toInt() + 1)
            for (at in 0 until lists.toInt()) {
                val taken = bytes.getShort(LISTS + Short.SIZE_BYTES * at).toInt() and U16
                starts[at + 1] = Math.addExact(starts[at], taken)
            }
            val there = size - LISTS - Short.SIZE_BYTES * lists
            if (there != starts.last().toLong()) {
                throw damaged("its lists take ${starts.last()} bytes, and $there are there")
            }
            bytes.position(size - starts.last())
            return WordLists(targetWords, starts, bytes.slice())
        }

        private fun ByteBuffer.unsigned(at: Int): Long = getInt(at).toUInt().toLong()

        private fun damaged(reason: String) =
            Refused("$NAME is damaged or cut off ($reason); download the bundle again")

        private const val NAME = "shortlist.bin"
        private val MAGIC = "mobilecW".toByteArray()
        private const val VERSION = 1

        /** Where what is of lists begins: behind the version and the numbers of source and target words. */
        private val LISTS = MAGIC.size + 3 * Int.SIZE_BYTES
        private const val U16 = 0xFFFF
        private const val SEVEN = 0x7F
        private const val SEVEN_BITS = 7

        /** Of a number; no vocabulary has 2^28 words. */
        private const val MOST_GROUPS = 4
    }
}

/** Words of [count], and how far apart the numbers were that were to be words. */
private class Found(private val count: Int) {
    private val words = BitSet(count)
    private var least = Long.MAX_VALUE
    private var most = Long.MIN_VALUE

    fun add(word: Long) {
        least = minOf(least, word)
        most = maxOf(most, word)
        if (word in 0 until count) words.set(word.toInt())
    }

    /** Rising. */
    fun words(): IntArray {
        if (least < 0 || most >= count) {
            throw Refused(
                "target words $least to $most were allowed, and the vocabulary has $count: the shortlist is damaged, " +
                    "or of another one",
            )
        }
        var word = -1
        return IntArray(words.cardinality()) { words.nextSetBit(word + 1).also { word = it } }
    }
}
