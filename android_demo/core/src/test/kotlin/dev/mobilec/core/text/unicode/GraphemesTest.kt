package dev.mobilec.core.text.unicode

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class GraphemesTest {
    private fun graphemes(text: String): List<String> {
        val found = ArrayList<String>()
        var at = 0
        while (at < text.length) {
            val end = Graphemes.end(text, at)
            found += text.substring(at, end)
            at = end
        }
        return found
    }

    @Test
    fun `what belongs together stays together`() {
        val whole = listOf(
            "e\u0301\u0323", "\r\n", "\uAC01", "\u1100\u1161\u11A8", "1\uFE0F\u20E3", "\uD83C\uDDE9\uD83C\uDDEA",
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "\u0600a", "\u0939\u093F",
        )
        for (text in whole) assertEquals(listOf(text), graphemes(text))
        assertEquals(whole, graphemes(whole.joinToString("")))
    }

    @Test
    fun `what does not is cut`() {
        assertEquals(listOf("a", "b"), graphemes("ab"))
        assertEquals(listOf("\n", "\u0301"), graphemes("\n\u0301"))
        assertEquals(listOf("\n", "\r"), graphemes("\n\r"))
        val flags = listOf("\uD83C\uDDE9\uD83C\uDDEA", "\uD83C\uDDEB")
        assertEquals(flags, graphemes(flags.joinToString("")))
        assertEquals(listOf("a\u200D", "\uD83D\uDE00"), graphemes("a\u200D\uD83D\uDE00"))
    }
}
