package dev.mobilec.core.run

import dev.mobilec.core.get
import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.manifest.TextEntry
import dev.mobilec.core.recorded
import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.sentences
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** A text through translators that meet, as Python sends it. */
class PivotTest {
    private val file = recorded("pivot.json")
    private val longest = file["longest"].jsonPrimitive.int
    private val room = file["room"].jsonPrimitive.int
    private val settings = GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = room)

    private fun words(leg: JsonElement): Words {
        val (source, target) = listOf("source", "target").map { leg[it].jsonPrimitive.contentOrNull }
        val scripts = leg["scripts"].jsonArray.map { it.jsonPrimitive.content }
        val entry = TextEntry("tokenizer.json", emptyList(), 0, null, "", source, target, null, scripts)
        return Words(Characters, Characters, entry, ::sentences)
    }

    /** The toy, which says "." for ";". */
    private fun speaker(leg: JsonElement, handling: Handling, asked: MutableList<String>): Speaker {
        val words = words(leg)
        return Speaker(words, longest, settings, handling) { ids ->
            asked += words.text(ids.map(Long::toInt).toIntArray())
            toy(ids, room).map { if (it == ';'.code) '.'.code else it }.toIntArray()
        }
    }

    @Test
    fun `texts go through both as Python sends them`() {
        val cases = file["texts"].jsonArray
        assertTrue(cases.size > 20)
        for (case in cases) {
            val handling = Handling(case["as_is"].jsonPrimitive.boolean, case["join_lines"].jsonPrimitive.boolean)
            val legs = case["legs"].jsonArray
            val asked = legs.map { ArrayList<String>() }
            val speakers = legs.zip(asked) { leg, words -> speaker(leg, handling, words) }
            val found = pivoted(case["text"].jsonPrimitive.content, speakers)
            legs.forEachIndexed { at, leg ->
                val said = found[at].translation
                assertEquals(leg["asked"].jsonArray.map { it.jsonPrimitive.content }, asked[at], "$case")
                assertEquals(leg["translation"].jsonPrimitive.content, said.text, "$case")
                assertEquals(leg["tokens"].jsonPrimitive.int, said.tokens.size, "$case")
                assertEquals(leg["cut"].jsonPrimitive.int, said.cut, "$case")
            }
        }
        assertTrue(cases.any { case -> case["legs"].jsonArray.any { it["cut"].jsonPrimitive.int > 0 } })
    }

    @Test
    fun `each is timed by itself, sentence by sentence`() {
        val legs = file["texts"].jsonArray.first()["legs"].jsonArray
        val asked = ArrayList<String>()
        var ticks = 0L
        val found = pivoted("Eins. Zwei.", legs.map { speaker(it, Handling(), asked) }) { ticks++ * 1_000_000 }
        assertEquals(listOf("Eins.", "[Eins.]", "Zwei.", "[Zwei.]"), asked)
        assertEquals(listOf(3.0, 2.0), found.map(Leg::milliseconds))
    }
}
