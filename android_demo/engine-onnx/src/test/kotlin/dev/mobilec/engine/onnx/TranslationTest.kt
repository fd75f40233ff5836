package dev.mobilec.engine.onnx

import dev.mobilec.core.Refused
import dev.mobilec.core.decode.StepModel
import dev.mobilec.core.decode.search
import dev.mobilec.core.manifest.TranslatorGolden
import dev.mobilec.core.run.Translator
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The shipped translator through ONNX Runtime, held to what Python says of the same files. */
class TranslationTest {
    private val bundle = shipped("translation")

    @Test
    fun `fifty sentences get Python's ids, and its tokens greedy and with beams`() {
        val sentences = answers()["sentences"].jsonArray
        assertEquals(50, sentences.size)
        Translator.open(bundle, OnnxEngine(), threads = 1).use { translator ->
            val greedy = translator.settings.copy(numBeams = 1)
            for (sentence in sentences) {
                val text = sentence["text"].jsonPrimitive.content
                val ids = translator.words.ids(text)
                assertEquals(ints(sentence["ids"]), ids.map { it.toInt() }, text)
                assertEquals(ints(sentence["greedy"]), translator.tokens(ids, greedy).toList(), text)
                assertEquals(ints(sentence["beams"]), translator.tokens(ids).toList(), text)
                assertEquals(sentence["translation"].jsonPrimitive.content, translator.translate(text).text)
            }
        }
    }

    @Test
    fun `texts of several sentences, and too long ones, are translated as Python translates them`() {
        Translator.open(bundle, OnnxEngine(), threads = 2).use { translator ->
            for (text in answers()["texts"].jsonArray) {
                val found = translator.translate(text["text"].jsonPrimitive.content)
                assertEquals(text["translation"].jsonPrimitive.content, found.text)
            }
        }
    }

    @Test
    fun `nearly all goldens get PyTorch's own tokens`() {
        val golden = bundle.golden as TranslatorGolden
        Translator.open(bundle, OnnxEngine(), threads = 1).use { translator ->
            val greedy = translator.settings.copy(numBeams = 1)
            val same = golden.sentences.count { translator.tokens(it.ids, greedy).contentEquals(it.greedy) }
            // int8 turns a word here and there; a wrong program turns nearly all sentences.
            assertTrue(same >= 0.8 * golden.sentences.size, "$same of ${golden.sentences.size}")
        }
    }

    @Test
    fun `a cache whose hypotheses do not move gives other words`() {
        val golden = bundle.golden as TranslatorGolden
        Translator.open(bundle, OnnxEngine(), threads = 1).use { translator ->
            val right = golden.sentences.map { translator.tokens(it.ids).toList() }
            val wrong = golden.sentences.map { sentence ->
                val model = object : StepModel by translator.model {
                    override fun reorder(origins: IntArray) = Unit
                }
                search(model, sentence.ids, translator.settings).toList()
            }
            assertNotEquals(right, wrong)
        }
    }

    @Test
    fun `a source that is too long is refused, and never cut`() {
        Translator.open(bundle, OnnxEngine(), threads = 1).use { translator ->
            assertThrows(Refused::class.java) { translator.tokens(LongArray(129) { 5 }) }
            translator.tokens(LongArray(128) { 5 }, translator.settings.copy(numBeams = 1, maxLength = 3))
        }
    }

    private fun ints(element: JsonElement): List<Int> = element.jsonArray.map { it.jsonPrimitive.int }
}
