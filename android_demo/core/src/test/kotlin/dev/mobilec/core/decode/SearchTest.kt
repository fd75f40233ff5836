package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.get
import dev.mobilec.core.manifest.Bias
import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.manifest.ints
import dev.mobilec.core.manifest.statesOf
import dev.mobilec.core.manifest.settingsOf
import dev.mobilec.core.recorded
import kotlinx.serialization.json.float
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class SearchTest {
    private val document = recorded("decoding.json")
    private val states = statesOf(document["states"])
    private val table = document["table"].jsonArray.map { row ->
        FloatArray(row.jsonArray.size) { row.jsonArray[it].jsonPrimitive.float }
    }
    private val cases = document["cases"].jsonArray.map {
        Case(settingsOf(it["settings"]), ints(it["source"]).map(Int::toLong).toLongArray(), ints(it["tokens"]))
    }

    private class Case(val settings: GenerationSettings, val source: LongArray, val tokens: List<Int>)

    @Test
    fun `every search ends as Python's ends`() {
        val model = CachedDecoder(Toy(table), states)
        for ((at, case) in cases.withIndex()) {
            assertEquals(case.tokens, search(model, case.source, case.settings).toList(), "case $at: ${case.settings}")
        }
    }

    @Test
    fun `what is no number is refused where Python refuses it, in the same words`() {
        val broken = document["no_numbers"].jsonArray
        assertEquals(72, broken.size)
        for ((at, case) in broken.withIndex()) {
            val value = NUMBERS.getValue(case["value"].jsonPrimitive.content)
            val word = case["word"].jsonPrimitive.int
            val rows = table.map { row -> row.copyOf().apply { set(word, value) } }
            val settings = settingsOf(case["settings"])
            val source = ints(case["source"]).map(Int::toLong).toLongArray()
            val ended = runCatching { search(CachedDecoder(Toy(rows), states), source, settings).toList() }
            val said = ended.exceptionOrNull()
            assertTrue(said == null || said is Refused, "case $at: $said")
            assertEquals(case["refused"].jsonPrimitive.content, said?.message.orEmpty(), "case $at: $settings")
            assertEquals(ints(case["tokens"]), ended.getOrDefault(emptyList()), "case $at: $settings")
        }
    }

    @Test
    fun `states whose hypotheses do not move are found out`() {
        val right = CachedDecoder(Toy(table), states)
        val wrong = object : StepModel by right {
            override fun reorder(origins: IntArray) = Unit
        }
        assertNotEquals(cases.map { it.tokens }, cases.map { search(wrong, it.source, it.settings).toList() })
    }

    @Test
    fun `a constraint that is ignored is found out`() {
        val model = CachedDecoder(Toy(table), states)
        val ignoring = listOf<(GenerationSettings) -> GenerationSettings>(
            { it.copy(noRepeatNgram = 0) },
            { it.copy(repetitionPenalty = 1.0) },
            { it.copy(encoderRepetitionPenalty = 1.0) },
            { it.copy(encoderNoRepeatNgram = 0) },
            { it.copy(sequenceBias = emptyList()) },
            { it.copy(decay = null) },
            { it.copy(removeInvalid = false) },
        )
        for ((at, ignore) in ignoring.withIndex()) {
            // Without it a score that is no number is refused.
            val found = cases.map { runCatching { search(model, it.source, ignore(it.settings)).toList() }.getOrNull() }
            assertNotEquals(cases.map { it.tokens }, found, "change $at")
        }
    }

    @Test
    fun `words of the source without a score are left aside`() {
        val model = CachedDecoder(Toy(table), states)
        val plain = GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = 5)
        val comparing = plain.copy(encoderRepetitionPenalty = 2.0, encoderNoRepeatNgram = 1)
        val source = longArrayOf(table[0].size.toLong())
        assertArrayEquals(search(model, source, plain), search(model, source, comparing))
    }

    @Test
    fun `padding behind a source changes nothing`() {
        val model = CachedDecoder(Toy(table), states)
        model.encode(longArrayOf(3, 4))
        val alone = model.step(intArrayOf(0), 0)[0].copyOf()
        model.encode(longArrayOf(3, 4, 8, 8), longArrayOf(1, 1, 0, 0))
        assertArrayEquals(alone, model.step(intArrayOf(0), 0)[0])
    }

    @Test
    fun `what the program has no room for is refused before any work`() {
        val model = CachedDecoder(Toy(table), states)
        val fits = GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = states.capacity + 1)
        assertThrows(Refused::class.java) { search(model, longArrayOf(1), fits.copy(maxLength = states.capacity + 2)) }
        assertThrows(Refused::class.java) { search(model, longArrayOf(1), fits.copy(numBeams = states.hypotheses + 1)) }
        assertThrows(Refused::class.java) { search(model, longArrayOf(), fits) }
        search(model, longArrayOf(1), fits)
    }

    @Test
    fun `settings that are none are refused`() {
        assertThrows(Refused::class.java) { GenerationSettings(startId = 0, eosIds = listOf(1), numBeams = 0) }
        assertThrows(Refused::class.java) { GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = 1) }
        assertThrows(Refused::class.java) {
            GenerationSettings(startId = 0, eosIds = listOf(1), repetitionPenalty = 0.0)
        }
        assertThrows(Refused::class.java) { Bias(emptyList(), 1.0) }
    }

    private companion object {
        val NUMBERS = mapOf("nan" to Float.NaN, "inf" to Float.POSITIVE_INFINITY, "-inf" to Float.NEGATIVE_INFINITY)
    }
}
