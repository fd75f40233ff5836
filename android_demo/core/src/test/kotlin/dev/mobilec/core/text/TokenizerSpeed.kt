package dev.mobilec.core.text

import dev.mobilec.core.folder
import dev.mobilec.core.get
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.management.ManagementFactory

/**
 * How many tokens a second, for benchmarks/tokenizers.py, which names the file of the answer. Its name
 * keeps it out of the tests. Each pass has a tokenizer of its own, which remembers no word yet. Times are of
 * this thread on the processor: the machine may do other work.
 */
class TokenizerSpeed {
    @Test
    fun measure() {
        val folders = File(folder("mobilec.fixtures"), "tokenizers").listFiles(File::isDirectory)!!.sorted()
        val measured = buildJsonObject { for (folder in folders) put(folder.name, measured(folder)) }
        folder("mobilec.speed").writeText(Json.encodeToString(JsonElement.serializer(), measured))
    }

    private fun measured(folder: File): JsonElement {
        val file = File(folder, "tokenizer.json").readText()
        val lines = File(folder, "lines.jsonl").readLines().map(Json::parseToJsonElement)
        val texts = lines.mapNotNull { it["text"].jsonPrimitive.contentOrNull }
        val ids = lines.map { line -> line["ids"].jsonArray.map { it.jsonPrimitive.long }.toLongArray() }
        val started = System.nanoTime()
        val passes = List(PASSES) { pass(file, texts, ids) }
        return buildJsonObject {
            put("tokens", passes[0].tokens)
            put("decoded_tokens", ids.sumOf { it.size })
            put("characters", texts.sumOf { it.length })
            put("seconds_by_the_clock", (System.nanoTime() - started) / 1e9)
            putJsonArray("read_ms") { passes.forEach { add(JsonPrimitive(it.readMs)) } }
            putJsonArray("encode_ms") { passes.forEach { add(JsonPrimitive(it.encodeMs)) } }
            putJsonArray("decode_ms") { passes.forEach { add(JsonPrimitive(it.decodeMs)) } }
        }
    }

    private class Pass(val tokens: Int, val readMs: Double, val encodeMs: Double, val decodeMs: Double)

    private fun pass(file: String, texts: List<String>, ids: List<LongArray>): Pass {
        val started = processorMs()
        val tokenizer = Tokenizers.read(file)
        val read = processorMs()
        val tokens = texts.sumOf { tokenizer.encode(it).size }
        val encoded = processorMs()
        ids.forEach(tokenizer::decode)
        return Pass(tokens, read - started, encoded - read, processorMs() - encoded)
    }

    private fun processorMs() = ManagementFactory.getThreadMXBean().currentThreadCpuTime / 1e6

    private companion object {
        const val PASSES = 8
    }
}
