package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.text.Encoding
import dev.mobilec.core.text.Room
import dev.mobilec.core.text.Tokenizer
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class ClassifierTest {
    /** A token a character, between a mark at the start and two at the end. */
    private val tokenizer = object : Tokenizer {
        override fun encode(text: String) = encode(text, null, Room(Int.MAX_VALUE)).ids

        override fun encode(text: String, pair: String?, room: Room): Encoding {
            if (pair == null) return closed(room.cut(characters(text), added = 3))
            val (first, second) = room.cut(characters(text), characters(pair), added = 4)
            val front = closed(first)
            val behind = second.map(Int::toLong).toLongArray() + 3
            return Encoding(front.ids + behind, front.types + LongArray(behind.size) { 1 })
        }

        private fun characters(text: String) = IntArray(text.length) { text[it].code }

        private fun closed(tokens: IntArray): Encoding {
            val ids = longArrayOf(1) + tokens.map(Int::toLong) + longArrayOf(2, 3)
            return Encoding(ids, LongArray(ids.size))
        }

        override fun decode(ids: LongArray) = error("a classifier says no words")
    }
    private val seen = ArrayList<Map<String, List<Long>>>()

    private var second = 5f

    /** The logits are the number of tokens and 5. */
    private val program = object : Program {
        override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
            seen += inputs.mapValues { (_, tensor) -> tensor.longs.let { all -> List(all.limit()) { all.get(it) } } }
            val logits = Tensor.floats(1, 2)
            logits.floats.put(floatArrayOf(inputs.getValue("input_ids").shape[1].toFloat(), second))
            return mapOf("logits" to logits)
        }

        override fun close() = Unit
    }
    private val classifier = classifier(Reading(Room(longest = 8)))

    private fun classifier(reading: Reading) = Classifier(program, tokenizer, listOf("long", "short"), reading)

    @Test
    fun `logits that are no numbers are refused`() {
        for (wrong in floatArrayOf(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
            second = wrong
            val refused = assertThrows(Refused::class.java) { classifier.classify("a") }
            assertEquals(
                "the program answers with logits that are no numbers, and nothing can be chosen by them; export the " +
                    "bundle again",
                refused.message,
            )
        }
    }

    @Test
    fun `the label with the largest logit, and shares that add up to one`() {
        val found = classifier.classify("a")
        assertEquals("short", found.label)
        assertEquals(listOf("long", "short"), found.shares.map { it.first })
        assertEquals(1.0, found.shares.sumOf { it.second }, 1e-12)
        assertEquals("long", classifier.classify("abcd").label)
        assertEquals(listOf(1L, 1L, 1L, 1L), seen[0].getValue("attention_mask"))
    }

    @Test
    fun `a text that is too long is cut before the tokens that end it`() {
        assertArrayEquals(longArrayOf(1, 97, 98, 99, 100, 101, 2, 3), classifier.encode("abcdefgh").ids)
        assertEquals(classifier.encode("abcde"), classifier.encode("abcdefgh"))
    }

    @Test
    fun `a text that is too long is cut at its beginning where its end decides`() {
        val classifier = classifier(Reading(Room(longest = 8, keepsEnd = true)))
        assertArrayEquals(longArrayOf(1, 100, 101, 102, 103, 104, 2, 3), classifier.encode("abcdefgh").ids)
    }

    @Test
    fun `a pair goes in with its types where the program reads them`() {
        val room = Room(longest = 8)
        classifier(Reading(room, pairs = true, readsTypes = true)).classify("a", "b")
        classifier(Reading(room, pairs = true)).classify("a", "b")
        assertEquals(listOf(1L, 97L, 2L, 3L, 98L, 3L), seen[0].getValue("input_ids"))
        assertEquals(listOf(0L, 0L, 0L, 0L, 1L, 1L), seen[0].getValue("token_type_ids"))
        assertEquals(seen[0] - "token_type_ids", seen[1])
    }

    @Test
    fun `a pair for a model of texts, a text for one of pairs and an empty pair are refused`() {
        val pairs = classifier(Reading(Room(longest = 8), pairs = true))
        assertThrows(Refused::class.java) { classifier.classify("a", "b") }
        assertThrows(Refused::class.java) { pairs.classify("a") }
        assertThrows(Refused::class.java) { pairs.classify("a", " ") }
    }

    @Test
    fun `another length gets tensors of its own`() {
        classifier.classify("abc")
        classifier.classify("a")
        assertEquals(listOf(1L, 97L, 2L, 3L), seen[1].getValue("input_ids"))
    }

    @Test
    fun `an empty text is refused`() {
        assertThrows(Refused::class.java) { classifier.classify(" \n ") }
    }
}
