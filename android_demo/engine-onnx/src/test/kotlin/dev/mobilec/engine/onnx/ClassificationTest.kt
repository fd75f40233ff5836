package dev.mobilec.engine.onnx

import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.run.Classifier
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The shipped classifier through ONNX Runtime, held to what Python says of the same file. */
class ClassificationTest {
    private val bundle = shipped("sentiment")

    @Test
    fun `every sentence gets Python's label and its shares`() {
        val labels = answers()["labels"].jsonArray
        assertTrue(labels.size >= 32)
        Classifier.open(bundle, OnnxEngine(), threads = 1).use { classifier ->
            for (answer in labels) {
                val text = answer["text"].jsonPrimitive.content
                val found = classifier.classify(text)
                assertEquals(answer["label"].jsonPrimitive.content, found.label, text)
                assertArrayEquals(
                    answer["shares"].jsonArray.map { it.jsonPrimitive.double }.toDoubleArray(),
                    found.shares.map { it.second }.toDoubleArray(),
                    SHARE,
                    text,
                )
            }
        }
    }

    @Test
    fun `goldens get PyTorch's ids and labels`() {
        val golden = bundle.golden as ClassifierGolden
        Classifier.open(bundle, OnnxEngine(), threads = 2).use { classifier ->
            for (sentence in golden.sentences) {
                assertArrayEquals(sentence.ids, classifier.encode(sentence.text).ids, sentence.text)
                assertEquals(sentence.label, classifier.classify(sentence.text).label, sentence.text)
            }
        }
    }

    @Test
    fun `a text that is too long is cut where Python cuts it`() {
        val text = "A warm, funny and quietly brilliant film. ".repeat(40)
        Classifier.open(bundle, OnnxEngine(), threads = 1).use { classifier ->
            val ids = classifier.encode(text).ids
            assertEquals(128, ids.size)
            assertEquals(classifier.encode("").ids.last(), ids.last())
            assertEquals("positive", classifier.classify(text).label)
        }
    }

    private companion object {
        /** Two releases of one runtime on one processor. */
        const val SHARE = 1e-3
    }
}
