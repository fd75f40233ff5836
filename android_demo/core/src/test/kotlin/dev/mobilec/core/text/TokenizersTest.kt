package dev.mobilec.core.text

import dev.mobilec.core.Refused
import dev.mobilec.core.folder
import dev.mobilec.core.get
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource
import org.junit.jupiter.params.provider.ValueSource
import java.io.File

/** Against Hugging Face's tokenizers, on the texts that tests/fixtures/tokenizers.py made. */
class TokenizersTest {
    @ParameterizedTest
    @MethodSource("folders")
    fun `equal ids and equal text back`(folder: File) {
        val differences = differences(read(folder), folder)
        assertTrue(differences.isEmpty()) { "${differences.size} lines differ, the first: ${differences.first()}" }
    }

    @ParameterizedTest
    @MethodSource("folders")
    fun `equal ids and types of texts and of pairs that are cut`(folder: File) {
        val tokenizer = read(folder)
        val lines = File(folder, "cuts.jsonl").readLines().map(Json::parseToJsonElement)
        assertTrue(lines.size >= 300)
        for (line in lines) {
            val room = Room(line["longest"].jsonPrimitive.int, line["side"].jsonPrimitive.content == "left")
            val expected = Encoding(longs(line["ids"]), longs(line["types"]))
            val text = line["text"].jsonPrimitive.content
            assertEquals(expected, tokenizer.encode(text, line["pair"].jsonPrimitive.contentOrNull, room)) { "$line" }
        }
    }

    /** What has to show that the tests above bite. */
    @ParameterizedTest
    @ValueSource(
        strings = [
            "sentiment-en|\"lowercase\":true|\"lowercase\":false",
            "sentiment-en|\"cleanup\":true|\"cleanup\":false",
            "sentiment-en|\"handle_chinese_chars\":true|\"handle_chinese_chars\":false",
            "translate-en-de|\"NFC\"|\"NFKC\"",
            "translate-en-de|\"behavior\":\"Isolated\"|\"behavior\":\"Removed\"",
            "translate-en-de|\"byte_fallback\":true|\"byte_fallback\":false",
            "roberta|\"add_prefix_space\":false|\"add_prefix_space\":true",
            "roberta|\"lstrip\":true|\"lstrip\":false",
            "ended-words|\"Whitespace\"|\"WhitespaceSplit\"",
            "bert-of-old|\"single_word\":true|\"single_word\":false",
        ],
    )
    fun `another option gives other answers`(change: String) {
        val (name, from, to) = change.split('|')
        val folder = File(fixtures(), name)
        val content = tokenizer(folder).replace(": ", ":")
        assertTrue(from in content) { "$name has no $from" }
        val changed = Tokenizers.read(content.replace(from, to))
        assertTrue(lines(folder) { lines -> lines.any { difference(changed, it) != null } })
    }

    @Test
    fun `what is no character of its own is read as the library reads U+FFFD`() {
        val bert = read(File(fixtures(), "bert"))
        assertEquals(bert.encode("a\uFFFDb").toList(), bert.encode("a\uD800b").toList())
    }

    @ParameterizedTest
    @ValueSource(
        strings = [
            "\"BertNormalizer\"|\"Transliterator\"|normalizer is a normalizer of type Transliterator",
            "\"BertPreTokenizer\"|\"UnicodeScripts\"|pre-tokenizer of type UnicodeScripts",
            "\"type\":\"WordPiece\",\"unk|\"type\":\"Syllables\",\"unk|model of type Syllables",
            "\"type\":\"WordPiece\",\"prefix|\"type\":\"CTC\",\"prefix|decoder of type CTC",
            "\"TemplateProcessing\"|\"PairProcessing\"|post-processor of type PairProcessing",
            "\"lowercase\":|\"uppercase\":true,\"lowercase\":|fields that this app does not know: [uppercase]",
            "\"truncation\":null|\"truncation\":{}|truncation, which would cut texts",
            "\"version\":\"1.0\"|\"version\":\"2.0\"|version 2.0",
            "\"[PAD]\":0|\"[PAD]\":4294967295|vocab.[PAD] is 4294967295, which is too large",
        ],
    )
    fun `what this app does not have is refused by its name`(change: String) {
        val (from, to, message) = change.split('|')
        val content = tokenizer(File(fixtures(), "bert")).replace(": ", ":").replace(", ", ",")
        assertTrue(from in content) { "there is no $from" }
        val refused = assertThrows(Refused::class.java) { Tokenizers.read(content.replaceFirst(from, to)) }
        assertTrue(message in refused.message!!) { refused.message }
    }

    @Test
    fun `a merge that leads nowhere, dropout and a beginning that may be lost are refused`() {
        val content = tokenizer(File(fixtures(), "nllb-of-hub")).replace(": ", ":")
        for ((from, to) in listOf(
            "\"dropout\":null" to "\"dropout\":0.1",
            "\"merges\":[[" to "\"merges\":[[\"qqqq\",\"q\"],[",
            "\"prepend_scheme\":\"always\"" to "\"prepend_scheme\":\"first\"",
        )) {
            assertTrue(from in content) { "there is no $from" }
            assertThrows(Refused::class.java) { Tokenizers.read(content.replaceFirst(from, to)) }
        }
    }

    companion object {
        @JvmStatic
        fun folders(): List<File> = fixtures().listFiles(File::isDirectory)!!.sorted()

        private fun fixtures(): File = File(folder("mobilec.fixtures"), "tokenizers").also {
            check(it.isDirectory) { "$it is missing; make it: python -m tests.fixtures.tokenizers $it" }
        }

        private fun tokenizer(folder: File) = File(folder, "tokenizer.json").readText()

        private fun read(folder: File) = Tokenizers.read(tokenizer(folder))

        private fun differences(tokenizer: Tokenizer, folder: File): List<String> =
            lines(folder) { lines -> lines.mapNotNull { difference(tokenizer, it) }.toList() }

        private fun <T> lines(folder: File, read: (Sequence<JsonElement>) -> T): T =
            File(folder, "lines.jsonl").useLines { read(it.map(Json::parseToJsonElement)) }

        private fun longs(element: JsonElement) = element.jsonArray.map { it.jsonPrimitive.long }.toLongArray()

        private fun difference(tokenizer: Tokenizer, line: JsonElement): String? {
            val text = line["text"].jsonPrimitive.contentOrNull
            val ids = line["ids"].jsonArray.map { it.jsonPrimitive.long }
            val found = text?.let { tokenizer.encode(it).toList() } ?: ids
            val said = tokenizer.decode(ids.toLongArray())
            val isEqual = found == ids && said == line["decoded"].jsonPrimitive.content
            return if (isEqual) null else "$line, here $found, \"$said\""
        }
    }
}
