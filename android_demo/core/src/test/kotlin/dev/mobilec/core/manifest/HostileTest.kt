package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import dev.mobilec.core.recorded
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What no manifest may say, as Python lists it: refused in the same words. */
class HostileTest {
    private val whole = recorded("manifests/schema-2.json")

    @Test
    fun `every contradiction is refused in the words of all languages`() {
        val cases = recorded("manifests/hostile.json").jsonArray
        assertTrue(cases.size > 50)
        for (case in cases.map { it.jsonObject }) {
            val at = case.getValue("at").jsonArray.map { it.jsonPrimitive }
            val words = case.getValue("words").jsonPrimitive.contentOrNull.orEmpty()
            val document = changed(whole, at, case.getValue("value"))
            val refused = assertThrows(Refused::class.java, { read(document) }, "$case")
            assertTrue(words in refused.message.orEmpty(), "$case: ${refused.message}")
        }
    }

    @Test
    fun `what contradicts nothing is read`() = read(whole)

    private fun read(document: JsonElement) = refuseContradictions(manifestOf(document, "it"), "it")

    private fun changed(inner: JsonElement, at: List<JsonPrimitive>, value: JsonElement): JsonElement {
        val key = at.firstOrNull() ?: return value
        return if (inner is JsonArray) {
            val old = inner.toMutableList()
            old[key.int] = changed(old[key.int], at.drop(1), value)
            JsonArray(old)
        } else {
            val old = inner.jsonObject
            JsonObject(old + (key.content to changed(old.getValue(key.content), at.drop(1), value)))
        }
    }
}
