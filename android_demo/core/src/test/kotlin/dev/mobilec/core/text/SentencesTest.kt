package dev.mobilec.core.text

import dev.mobilec.core.get
import dev.mobilec.core.recorded
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.text.BreakIterator
import java.util.Locale

/** Against sentencex, by which Python finds sentences. */
class SentencesTest {
    private val recorded = recorded("sentences.json").jsonArray
    private val goldens = recorded.filter { it["golden"].jsonPrimitive.boolean }
    private val hard = recorded - goldens.toSet()

    @Test
    fun `goldens of bundles, alone and three in a row, are cut as in Python`() {
        for (line in goldens) assertEquals(expected(line), sentences(text(line), language(line)))
    }

    @Test
    fun `of lines that need rules at most three are cut otherwise, and those of the platform more`() {
        assertTrue(hard.count { sentences(text(it), language(it)) != expected(it) } <= DIFFERENT)
        assertTrue(hard.count { platform(it) != expected(it) } > DIFFERENT)
    }

    @Test
    fun `nothing is lost`() {
        val short = listOf("", " ", "...", "a. ", " A. B", "\uD83D\uDE00. Ok")
        for (text in recorded.map(::text) + short) {
            for (language in listOf(null, "de")) assertEquals(text, sentences(text, language).joinToString(""))
        }
    }

    @Test
    fun `a language is known by any form of its code`() {
        val line = "Am 3. Mai kam z.B. Anna."
        for (code in listOf("de", "deu_Latn", "de_DE", "__de__", ">>deu<<")) {
            assertEquals(listOf(line), sentences(line, code))
        }
        assertTrue(sentences(line, null).size > 1)
    }

    private fun platform(line: JsonElement): List<String> {
        val text = text(line)
        val cutter = BreakIterator.getSentenceInstance(Locale(language(line)))
        cutter.setText(text)
        val ends = generateSequence { cutter.next().takeIf { it != BreakIterator.DONE } }.toList()
        return (listOf(0) + ends).zip(ends) { start, end -> text.substring(start, end) }
    }

    private fun expected(line: JsonElement) = line["sentences"].jsonArray.map { it.jsonPrimitive.content }

    private fun text(line: JsonElement) = expected(line).joinToString("")

    private fun language(line: JsonElement) = line["language"].jsonPrimitive.content

    private companion object {
        /** A bracket of two sentences before another, an ellipsis before a capital, and "M." in French. */
        const val DIFFERENT = 3
    }
}
