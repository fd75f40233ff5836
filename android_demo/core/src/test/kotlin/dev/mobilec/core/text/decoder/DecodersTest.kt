package dev.mobilec.core.text.decoder

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class DecodersTest {
    @Test
    fun `bytes that are a text become it, others a sign each`() {
        assertEquals(listOf("a", "é", "b"), ByteFallback.decode(listOf("a", "<0xC3>", "<0xA9>", "b")))
        assertEquals(listOf("\uFFFD", "\uFFFD"), ByteFallback.decode(listOf("<0xC3>", "<0xC3>")))
        assertEquals(listOf("<0xZZ>"), ByteFallback.decode(listOf("<0xZZ>")))
    }

    @Test
    fun `strip takes no more than it may`() {
        assertEquals(listOf(" a", "b", ""), Strip(' '.code, 1, 0).decode(listOf("  a", "b", " ")))
        assertEquals(listOf("a", ""), Strip('x'.code, 1, 1).decode(listOf("xax", "x")))
    }

    @Test
    fun `WordPiece joins what goes on, and takes out spaces that English has not`() {
        val tokens = listOf("do", "n't", "##s", "!")
        assertEquals("don'ts!", WordPieceDecoder("##", true).decode(tokens).joinToString(""))
        assertEquals("do n'ts !", WordPieceDecoder("##", false).decode(tokens).joinToString(""))
    }

    @Test
    fun `a suffix ends a word but for the last`() {
        assertEquals("low er", BpeDecoder("</w>").decode(listOf("low</w>", "er</w>")).joinToString(""))
    }
}
