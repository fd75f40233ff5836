package dev.mobilec.core.run

import dev.mobilec.core.get
import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.manifest.TextEntry
import dev.mobilec.core.recorded
import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.handling.Scripts
import dev.mobilec.core.text.handling.things
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

/** What is sent to a translator of a text, and what comes of it, as Python does it. */
class HandlingTest {
    private val file = recorded("handling.json")
    private val longest = file["longest"].jsonPrimitive.int
    private val room = file["room"].jsonPrimitive.int

    private fun text(case: JsonElement, name: String) = case[name].jsonPrimitive.contentOrNull

    private fun translated(case: JsonElement, asked: MutableList<String>): Translation {
        val scripts = case["scripts"].jsonArray.map { it.jsonPrimitive.content }
        val entry = TextEntry(
            "tokenizer.json", emptyList(), 0, null, "", text(case, "source"), text(case, "target"), null, scripts,
        )
        val words = Words(Characters, Characters, entry, ::sentences)
        val handling = Handling(case["as_is"].jsonPrimitive.boolean, case["join_lines"].jsonPrimitive.boolean)
        val settings = GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = room)
        val speaker = Speaker(words, longest, settings, handling) { ids ->
            asked += words.text(ids.map(Long::toInt).toIntArray())
            toy(ids, room)
        }
        return speaker.run { spoken(whole(case["text"].jsonPrimitive.content)) }
    }

    @Test
    fun `texts are handled as Python handles them`() {
        val cases = file["cases"].jsonArray
        assertTrue(cases.size > 100)
        for (case in cases) {
            val asked = ArrayList<String>()
            val found = translated(case, asked)
            assertEquals(case["asked"].jsonArray.map { it.jsonPrimitive.content }, asked, "$case")
            assertEquals(text(case, "translation"), found.text, "$case")
            assertEquals(case["cut"].jsonPrimitive.int, found.cut, "$case")
        }
        assertTrue(cases.any { it["cut"].jsonPrimitive.int > 0 })
    }

    @Test
    fun `things are found where Python finds them`() {
        for (case in file["strings"].jsonArray) {
            val text = case["text"].jsonPrimitive.content
            val expected = case["things"].jsonArray.map { span -> span.jsonArray.map { it.jsonPrimitive.int } }
            val found = things(text).map { listOf(it.first, it.last + 1).map { at -> text.codePointCount(0, at) } }
            assertEquals(expected, found, text)
        }
    }

    @Test
    fun `letters are folded as Python folds them`() {
        for ((name, scripts) in mapOf("latin" to "Latn", "chinese" to "Hani", "thai" to "Thai")) {
            val own = Scripts(listOf(scripts))
            for (case in file["strings"].jsonArray) {
                val text = case["text"].jsonPrimitive.content
                assertEquals(case[name].jsonPrimitive.content, own.folded(text), text)
            }
        }
    }

    @Test
    fun `a forced end hides no cut`() {
        val free = GenerationSettings(startId = 0, eosIds = listOf(1), maxLength = 4)
        assertEquals(listOf(false, false, true), rows().map(free::fills))
        assertEquals(listOf(false, true, true), rows().map(free.copy(forcedEos = listOf(1))::fills))
    }

    private fun rows() = listOf(intArrayOf(0, 5, 1), intArrayOf(0, 5, 6, 1), intArrayOf(0, 5, 6, 7))
}
