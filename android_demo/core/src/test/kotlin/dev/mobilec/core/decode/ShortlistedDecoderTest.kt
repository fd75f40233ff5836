package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.get
import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.manifest.HIDDEN
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.Size
import dev.mobilec.core.manifest.TensorEntry
import dev.mobilec.core.manifest.ints
import dev.mobilec.core.manifest.settingsOf
import dev.mobilec.core.manifest.statesOf
import dev.mobilec.core.recorded
import dev.mobilec.core.text.wordListsOf
import kotlinx.serialization.json.float
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The searches of decoding.json by a shortlist, by both ways to leave words out. */
class ShortlistedDecoderTest {
    private class Case(val settings: GenerationSettings, val source: LongArray, val tokens: List<Int>)

    private val document = recorded("decoding.json")
    private val states = statesOf(document["states"])
    private val table = document["table"].jsonArray.map { row ->
        FloatArray(row.jsonArray.size) { row.jsonArray[it].jsonPrimitive.float }
    }
    private val cases = document["cases"].jsonArray.map {
        Case(settingsOf(it["settings"]), ints(it["source"]).map(Int::toLong).toLongArray(), ints(it["tokens"]))
    }
    private val count = table[0].size
    private val biases = listOf(null, FloatArray(count) { it * 0.3f - 1 })

    /** Two words of five by each source word, and the ends. */
    private val some = wordListsOf(
        count,
        List(SOURCE) { source -> (0 until count).filter { (it * 3 + source * 7) % 5 < 2 } } + listOf(listOf(1, 4)),
    )
    private val all = wordListsOf(count, List(SOURCE) { emptyList<Int>() } + listOf((0 until count).toList()))

    private fun rows(size: Size = Size(null, AT_ONCE, AT_ONCE)) =
        MethodEntry("output_rows", listOf(TensorEntry("words", "int64", listOf(size))), emptyList(), null, emptyList())

    private fun around(toy: Toy) = CachedDecoder(toy, states, HIDDEN, HIDDEN) to OutputRows(toy, rows())

    /** By the rows of some words, and by the logits of all. */
    private fun bothWays(toy: Toy): List<ShortlistedDecoder> {
        val (hidden, output) = around(toy)
        val full = CachedDecoder(toy, states)
        return listOf(ShortlistedDecoder(hidden, some, output), ShortlistedDecoder(full, some, null))
    }

    private fun found(model: StepModel) = cases.map { search(model, it.source, it.settings).toList() }

    @Test
    fun `a shortlist of all words changes nothing`() {
        val toy = Toy(table)
        val (hidden, output) = around(toy)
        assertEquals(cases.map { it.tokens }, found(ShortlistedDecoder(hidden, all, output)))
        assertEquals(setOf("encode", "output_rows", "hidden"), toy.called.toSet())
        assertEquals(cases.map { it.tokens }, found(ShortlistedDecoder(CachedDecoder(toy, states), all, null)))
    }

    @Test
    fun `rows of the allowed words end every search as all logits with the others left out`() {
        val ends = biases.map { bias ->
            val toy = Toy(table, bias)
            val (hidden, output) = around(toy)
            val masked = found(ShortlistedDecoder(CachedDecoder(toy, states), some, null))
            assertEquals(masked, found(ShortlistedDecoder(hidden, some, output)))
            assertNotEquals(masked, found(CachedDecoder(toy, states)))
            masked
        }
        assertNotEquals(ends[0], ends[1], "the bias counts")
    }

    @Test
    fun `what is not allowed cannot come, at every step and whatever was written over it`() {
        val toy = Toy(table, biases[1])
        for (model in bothWays(toy)) {
            model.encode(longArrayOf(3, 4, 5), longArrayOf(1, 1, 0))
            val allowed = some.allowed(longArrayOf(3, 4)).toSet()
            assertTrue(allowed.size in 3 until count)
            for (position in 0..2) {
                val step = model.step(intArrayOf(0, 6), position)
                assertEquals(2, step.size)
                for (row in step) {
                    assertEquals(allowed, row.indices.filter { row[it].isFinite() }.toSet())
                    assertTrue(row.all { it.isFinite() || it == Float.NEGATIVE_INFINITY })
                    row.fill(9f)
                }
            }
        }
    }

    @Test
    fun `a word that is to stay may come all the same`() {
        val toy = Toy(table)
        for (model in bothWays(toy)) {
            val ids = longArrayOf(3)
            val missing = (0 until count).first { it !in some.allowed(ids) }
            model.more = intArrayOf(missing)
            model.encode(ids)
            assertTrue(model.step(intArrayOf(0), 0)[0][missing].isFinite())
            model.more = IntArray(0)
            model.encode(ids)
            assertEquals(Float.NEGATIVE_INFINITY, model.step(intArrayOf(0), 0)[0][missing])
        }
    }

    @Test
    fun `rows are asked for once a sentence, and as many calls as they need`() {
        val toy = Toy(table)
        val (hidden, output) = around(toy)
        val model = ShortlistedDecoder(hidden, all, output)
        model.encode(longArrayOf(3))
        model.step(intArrayOf(0), 0)
        model.reset()
        model.step(intArrayOf(0), 0)
        assertEquals(listOf("encode") + List(4) { "output_rows" } + List(2) { "hidden" }, toy.called)
    }

    @Test
    fun `a source of another vocabulary, and rows of no fixed number of words are refused`() {
        val (hidden, output) = around(Toy(table))
        val model = ShortlistedDecoder(hidden, some, output)
        assertThrows(Refused::class.java) { model.encode(longArrayOf(SOURCE.toLong())) }
        assertThrows(Refused::class.java) { OutputRows(Toy(table), rows(Size("n", 1, 8))) }
    }

    private companion object {
        const val SOURCE = 9

        /** 13 words are three whole calls and one that is filled up. */
        const val AT_ONCE = 4L
    }
}
