package dev.mobilec.core.run

import dev.mobilec.core.get
import dev.mobilec.core.recorded
import dev.mobilec.core.text.handling.Piece
import dev.mobilec.core.text.handling.rejoined
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class PiecesTest {
    private val cases = recorded("pieces.json")["cases"].jsonArray

    @Test
    fun `texts are cut where Python cuts them`() {
        assertTrue(cases.isNotEmpty())
        for (case in cases) {
            val text = case["text"].jsonPrimitive.content
            val limit = case["limit"].jsonPrimitive.int
            val expected = case["pieces"].jsonArray.map { piece ->
                Piece(piece.jsonArray[0].jsonPrimitive.content, piece.jsonArray[1].jsonPrimitive.content)
            }
            val found = pieces(text, ::listOf) { it.codePointCount(0, it.length) <= limit }
            assertEquals(expected, found, "$limit of $text")
        }
    }

    @Test
    fun `nothing is ever dropped`() {
        for (case in cases) {
            val text = case["text"].jsonPrimitive.content
            val found = pieces(text, ::listOf) { it.length <= case["limit"].jsonPrimitive.int }
            assertEquals(text, found.joinToString("") { it.text + it.space })
        }
    }

    @Test
    fun `sentences keep what stands between them`() {
        val found = pieces("One. Two.\n\nThree.", { line -> line.split(Regex("(?<=\\. )")) }) { true }
        assertEquals(listOf(Piece("One.", " "), Piece("Two.", ""), Piece("", "\n\n"), Piece("Three.", "")), found)
        assertEquals("Eins. Zwei.\n\nDrei.", rejoined(found, listOf("Eins.", "Zwei.", "", "Drei.")))
    }
}
