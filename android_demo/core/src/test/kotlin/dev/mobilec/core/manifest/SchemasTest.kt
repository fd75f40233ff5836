package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import dev.mobilec.core.recorded
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val NONE = "\"shortlist\":null"

/** The manifest of one translator in each schema that is read, as Python wrote it. */
class SchemasTest {
    private val documents = (1..SCHEMA).associateWith { recorded("manifests/schema-$it.json").jsonObject }
    private val read = documents.mapValues { manifestOf(it.value, "schema ${it.key}") }

    @Test
    fun `the sizes of schema 1 mean the states of schema 2`() {
        val decoding = read.getValue(2).decoding
        assertEquals(decoding, read.getValue(1).decoding)
        assertEquals(listOf("cross_key_0", "cross_value_0"), decoding?.source)
        assertEquals(
            listOf("key_0", "value_0").map { StateEntry(it, "new_$it", Update.APPEND) },
            decoding?.states,
        )
    }

    @Test
    fun `every file has the states, each with its own shape`() {
        for (manifest in read.values) {
            for ((format, shape) in mapOf("executorch" to listOf(8, 11, 16), "coreml" to listOf(8, 32, 32))) {
                val states = statesIn(manifest.program(format), manifest.decoding!!)
                assertEquals(2 to 11, states.hypotheses to states.capacity)
                assertEquals(listOf(shape, shape), states.kept.map { it.shape })
            }
        }
    }

    @Test
    fun `what a file does not keep is refused`() {
        val manifest = read.getValue(2)
        val decoding = manifest.decoding!!
        val other = decoding.states.map { it.copy(name = "cell") }
        for (wrong in listOf(
            decoding.copy(states = other), decoding.copy(hypotheses = 3), decoding.copy(hypotheses = 0),
            decoding.copy(capacity = 12),
        )) {
            val refused = assertThrows(Refused::class.java) { statesIn(manifest.program("executorch"), wrong) }
            assertTrue("and its decode takes it as" in refused.message.orEmpty(), refused.message)
        }
    }

    @Test
    fun `a newer schema and an unknown rule are refused`() {
        val newer = JsonObject(documents.getValue(2) + ("schema" to JsonPrimitive(3)))
        refuses("has schema 3; this app reads 1 and 2", newer)
        val text = documents.getValue(2).toString().replaceFirst("\"append\"", "\"add\"")
        refuses("states[0].update is \"add\"", Json.parseToJsonElement(text))
    }

    @Test
    fun `a shortlist is searched by where a file has its methods`() {
        val decoding = read.getValue(2).decoding!!
        assertNull(decoding.shortlist)
        val named = """"shortlist":{"path": "some.bin", "method": "hidden", "rows": "output_rows"}"""
        val text = documents.getValue(2).toString()
        assertTrue(",$NONE" in text)
        fun with(shortlist: String) = manifestOf(
            Json.parseToJsonElement(text.replaceFirst(NONE, shortlist)), "it",
        )
        val absent = Json.parseToJsonElement(text.replaceFirst(",$NONE", ""))
        assertEquals(decoding, manifestOf(absent, "it").decoding)
        val entry = ShortlistEntry("some.bin", "hidden", "output_rows")
        val found = with(named)
        assertEquals(decoding.copy(shortlist = entry), found.decoding)
        refuses("shortlist has no \"rows\"", named.replace(""", "rows": "output_rows"""", ""), ::with)
        val file = found.program("executorch")
        val listed = found.decoding!!
        assertEquals(DECODE, listed.step(file))
        val more = listOf("hidden", "output_rows").map { file.methods[0].copy(name = it) }
        assertEquals(emptySet<String>(), listed.later(file))
        val around = file.copy(methods = file.methods + more)
        assertEquals("hidden" to setOf(DECODE), listed.step(around) to listed.later(around))
        assertEquals(DECODE, listed.step(file.copy(methods = file.methods + more[0])))
    }

    @Test
    fun `a file says how many words its steps score, or is refused`() {
        val file = read.getValue(2).program("executorch")
        val decode = file.methods.first { it.name == DECODE }
        assertEquals(decode.outputs.first { it.name == LOGITS }.shape.last().maximum, file.targetWords().toLong())
        for (outputs in listOf(emptyList(), listOf(TensorEntry(LOGITS, "float32", emptyList())))) {
            val without = file.copy(methods = listOf(decode.copy(outputs = outputs)))
            val refused = assertThrows(Refused::class.java) { without.targetWords() }
            assertTrue("has no step with logits of words" in refused.message.orEmpty(), refused.message)
        }
    }

    private fun refuses(words: String, text: String, read: (String) -> Manifest) {
        val refused = assertThrows(Refused::class.java) { read(text) }
        assertTrue(words in refused.message.orEmpty(), refused.message)
    }

    private fun refuses(words: String, document: JsonElement) {
        val refused = assertThrows(Refused::class.java) { manifestOf(document, "it") }
        assertTrue(words in refused.message.orEmpty(), "\"$words\" is not in: ${refused.message}")
    }
}
