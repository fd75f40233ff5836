package dev.mobilec.core.run

import dev.mobilec.core.manifest.TextEntry
import dev.mobilec.core.manifest.Unknown
import dev.mobilec.core.text.Room
import dev.mobilec.core.text.Tokenizer
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class WordsTest {
    private val entry = TextEntry("tokenizer.json", emptyList(), 0, null, "", "en", "de", null)

    /** A token a character, and an end; [shift] is added, so that two of them do not read each other. */
    private class Characters(private val shift: Int) : Tokenizer {
        override fun encode(text: String) = LongArray(text.length) { (text[it].code + shift).toLong() } + 1L

        override fun encode(text: String, pair: String?, room: Room) = error("a translator reads sentences whole")

        override fun decode(ids: LongArray) =
            ids.filter { it > 1 }.joinToString("") { "${(it.toInt() - shift).toChar()}" }
    }

    private fun words(entry: TextEntry) = Words(Characters(0), Characters(1000), entry) { line, language ->
        assertEquals("en", language)
        listOf(line)
    }

    @Test
    fun `the prefix stands before every text`() {
        assertArrayEquals(words(entry).ids("to: a"), words(entry.copy(prefix = "to: ")).ids("a"))
    }

    @Test
    fun `pieces that the model has no row for are read as the unknown word`() {
        assertArrayEquals(longArrayOf(97, 3, 3, 1), words(entry.copy(unknown = Unknown(98, 3))).ids("abc"))
    }

    @Test
    fun `tokens are the target's, and spaces around them fall away`() {
        assertEquals("a b", words(entry).text(intArrayOf(0, 1032, 1097, 1032, 1098, 1032, 1)))
    }

    @Test
    fun `no piece has more ids than the program takes, the prefix included`() {
        val words = words(entry.copy(prefix = "to: "))
        val found = words.pieces("one two three", 10)
        assertEquals(listOf("one", "two", "three"), found.map { it.text })
        assertEquals(10, found.maxOf { words.ids(it.text).size })
    }
}
