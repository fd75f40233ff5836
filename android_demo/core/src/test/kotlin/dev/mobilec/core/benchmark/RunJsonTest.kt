package dev.mobilec.core.benchmark

import dev.mobilec.core.folder
import dev.mobilec.core.get
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.io.IOException

class RunJsonTest {
    @TempDir
    lateinit var folder: File
    private val schema = Json.parseToJsonElement(
        File(folder("mobilec.recorded"), "../../mobilec/benchmarking/run.schema.json").readText(),
    )

    /** The rest of the schema is held by a test of Python's, which has a library for it. */
    @Test
    fun `every object has the fields of the schema and no other`() {
        val document = document(
            run().let {
                it.copy(
                    device = it.device.copy(coreKinds = listOf(CoreKind(4, 2850.0))),
                    conditions = it.conditions.copy(clocks = listOf(Clocked(2850.0, 2, listOf(2419.2, 2850.0)))),
                )
            },
        )
        holds(schema, document, "the document")
        val sentence = document["measured"]["sentences"].jsonArray[0]
        for ((name, found) in mapOf(
            "session" to document["session"], "app" to document["app"], "device" to document["device"],
            "core_kind" to document["device"]["core_kinds"].jsonArray[0],
            "clocked" to document["conditions"]["clocks"].jsonArray[0],
            "conditions" to document["conditions"], "condition" to document["conditions"]["start"],
            "variant" to document["variant"], "protocol" to document["protocol"], "goldens" to document["goldens"],
            "measured" to document["measured"], "load" to document["measured"]["load"], "sentence" to sentence,
            "series" to sentence["total_ms"], "statistics" to sentence["total_ms"]["statistics"],
            "memory" to document["measured"]["memory"], "minute" to document["measured"]["sustained"].jsonArray[0],
        )) {
            holds(schema["\$defs"][name], found, name)
        }
    }

    private fun holds(schema: JsonElement, found: JsonElement, name: String) {
        val known = keys(schema["properties"])
        assertEquals(emptySet<String>(), required(schema) - keys(found), name)
        assertEquals(emptySet<String>(), keys(found) - known, name)
    }

    @Test
    fun `a run that measured nothing says so`() {
        val document = document(run().copy(measured = null, goldens = null, exitStatus = FAILED, error = "no memory"))
        assertEquals(JsonNull, document["measured"])
        assertEquals("no memory", document["error"].jsonPrimitive.content)
        assertEquals("false", document["valid"].jsonPrimitive.content)
        assertEquals("failed", document["reasons"].jsonArray[0]["code"].jsonPrimitive.content)
    }

    @Test
    fun `the file is there whole or not at all`() {
        val file = File(folder, "run.json")
        write(run(), file)
        assertEquals(run().toJson(), Json.parseToJsonElement(file.readText()))
        assertEquals(listOf("run.json"), folder.list()?.toList())
    }

    @Test
    fun `where it cannot be written, nothing is left`() {
        val taken = File(folder, "run.json").apply { File(this, "inside").mkdirs() }
        assertThrows(IOException::class.java) { write(run(), taken) }
        assertTrue(taken.isDirectory)
        assertFalse(File(folder, "run.json.part").exists())
    }

    private fun keys(element: JsonElement) = (element as JsonObject).keys

    private fun document(run: Run): JsonElement = run.toJson()

    private fun required(schema: JsonElement) = schema["required"].jsonArray.map { it.jsonPrimitive.content }.toSet()
}
