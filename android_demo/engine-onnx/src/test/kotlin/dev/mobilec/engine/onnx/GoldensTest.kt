package dev.mobilec.engine.onnx

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.goldens.askGoldens
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.run.Translator
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The goldens of the shipped bundles, asked of what an app has loaded. */
class GoldensTest {
    /** What is between two questions is counted, or ends it. */
    private fun translation(engine: Engine, between: () -> Unit = {}): Goldens = shipped("translation").let { bundle ->
        Translator.open(bundle, engine, threads = 1).use { askGoldens(it, bundle, "onnx", between) }
    }

    private fun sentiment(engine: Engine, between: () -> Unit = {}): Goldens = shipped("sentiment").let { bundle ->
        Classifier.open(bundle, engine, threads = 1).use { askGoldens(it, bundle, "onnx", between) }
    }

    private val turned = Spoilt { logits -> logits.floats.let { it.put(0, it[0] + FAR) } }

    @Test
    fun `right ones pass, with time for others between every two questions`() {
        for (ask in listOf(::translation, ::sentiment)) {
            var pauses = 0
            val goldens = ask(OnnxEngine()) { pauses++ }
            assertTrue(goldens.passed, "${goldens.difference}")
            assertTrue(pauses >= goldens.sentences, "$pauses pauses in ${goldens.sentences} sentences")
        }
    }

    @Test
    fun `wrong ones are found out`() {
        for (ask in listOf(::translation, ::sentiment)) assertFalse(ask(turned) {}.passed)
    }

    @Test
    fun `whoever needs the program ends it after the question that is under way`() {
        for (ask in listOf(::translation, ::sentiment)) {
            var pauses = 0
            assertThrows(InterruptedException::class.java) {
                ask(OnnxEngine()) { if (++pauses == 2) throw InterruptedException("someone asks") }
            }
            assertEquals(2, pauses)
        }
    }

    private companion object {
        const val FAR = 1e4f
    }
}
