package dev.mobilec.core.text.unicode

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test

class Utf8Test {
    private fun bytes(vararg values: Int) = ByteArray(values.size) { values[it].toByte() }

    @Test
    fun `text goes there and back`() {
        val text = "aé語\uD83D\uDE00\u0000"
        assertEquals(text, Utf8.strict(text.toByteArray(Charsets.UTF_8)))
    }

    /** The examples of The Unicode Standard 15, table 3-8 and 3-11. */
    @Test
    fun `each longest beginning of a character becomes one sign`() {
        assertEquals("\uFFFD\uFFFD\uFFFDA", Utf8.lossy(bytes(0xC0, 0xAF, 0xE0, 0x41)))
        assertEquals("a\uFFFDb", Utf8.lossy(bytes(0x61, 0xE2, 0x82, 0x62)))
        assertEquals("\uFFFD".repeat(3), Utf8.lossy(bytes(0xED, 0xA0, 0x80)))
        assertEquals("\uFFFD", Utf8.lossy(bytes(0xF0, 0x9F, 0x98)))
        assertEquals("\uFFFD\uFFFD\uFFFD\uFFFDA", Utf8.lossy(bytes(0xF4, 0x91, 0x92, 0x93, 0x41)))
    }

    @Test
    fun `what is broken is no text where that is asked`() {
        assertNull(Utf8.strict(bytes(0x61, 0xE2, 0x82)))
    }
}
