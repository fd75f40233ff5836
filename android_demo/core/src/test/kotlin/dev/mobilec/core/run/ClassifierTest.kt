package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.text.Tokenizer
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class ClassifierTest {
    /** A token a character, between a mark at the start and two at the end. */
    private val tokenizer = object : Tokenizer {
        override fun encode(text: String) =
            longArrayOf(1) + LongArray(text.length) { text[it].code.toLong() } + longArrayOf(2, 3)

        override fun decode(ids: LongArray) = error("a classifier says no words")
    }
    private val seen = ArrayList<Map<String, List<Long>>>()

    /** The logits are the number of tokens and 5. */
    private val program = object : Program {
        override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
            seen += inputs.mapValues { (_, tensor) -> tensor.longs.let { all -> List(all.limit()) { all.get(it) } } }
            val logits = Tensor.floats(1, 2)
            logits.floats.put(floatArrayOf(inputs.getValue("input_ids").shape[1].toFloat(), 5f))
            return mapOf("logits" to logits)
        }

        override fun close() = Unit
    }
    private val classifier = Classifier(program, tokenizer, listOf("long", "short"), longest = 8)

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
        assertArrayEquals(longArrayOf(1, 97, 98, 99, 100, 101, 2, 3), classifier.ids("abcdefgh"))
        assertArrayEquals(classifier.ids("abcde"), classifier.ids("abcdefgh"))
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
