package dev.mobilec.core.run

import dev.mobilec.core.get
import dev.mobilec.core.recorded
import dev.mobilec.core.text.sentence.isKnown
import dev.mobilec.core.text.sentence.isSameLanguage
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What there is to choose among translators, as Python finds it. */
class WaysTest {
    private val file = recorded("pivot.json")

    private fun text(of: JsonElement, name: String) = of[name].jsonPrimitive.contentOrNull

    private fun direction(of: JsonElement) = Direction(text(of, "source"), text(of, "target"))

    private fun way(of: JsonElement) =
        Way(of["legs"].jsonArray.map { it.jsonPrimitive.int }, direction(of), text(of, "through"))

    @Test
    fun `codes name one language where they do in Python`() {
        for (case in file["known"].jsonArray) {
            assertEquals(case["is"].jsonPrimitive.boolean, isKnown(text(case, "code")), "$case")
        }
        val same = file["same"].jsonArray
        assertTrue(same.size > 100)
        for (case in same) {
            val (one, other) = text(case, "one") to text(case, "other")
            assertEquals(case["is"].jsonPrimitive.boolean, isSameLanguage(one, other), "$case")
            assertEquals(isSameLanguage(one, other), isSameLanguage(other, one), "$case")
        }
    }

    @Test
    fun `pairs and ways through a language are those of Python`() {
        val sets = file["sets"].jsonArray
        assertTrue(sets.size > 10)
        for (case in sets) {
            val expected = case["choices"].jsonArray.map { choice ->
                Choice(way(choice["way"]), choice["back"].takeIf { it != JsonNull }?.let(::way))
            }
            assertEquals(expected, choices(case["translators"].jsonArray.map(::direction)), text(case, "name"))
        }
    }
}
