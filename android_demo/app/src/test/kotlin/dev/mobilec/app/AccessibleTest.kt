package dev.mobilec.app

import android.view.View
import android.view.ViewGroup
import android.widget.EditText
import dev.mobilec.app.ask.AskModel
import dev.mobilec.app.ask.Question
import dev.mobilec.app.benchmark.Result
import dev.mobilec.app.benchmark.Running
import dev.mobilec.app.classify.Classified
import dev.mobilec.app.translate.Translated
import dev.mobilec.app.view.need
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Step
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Every screen with all that it can show, for who has the text twice as large, and for who has TalkBack read it. */
@RunWith(RobolectricTestRunner::class)
@Config(application = FakeApp::class)
class AccessibleTest {
    @Config(sdk = [26], qualifiers = "ar-ldrtl-w320dp-h569dp-night-xhdpi")
    @Test fun `a small phone with Android 8, from right to left, at night`() = passes()

    @Test fun `a phone with Android 15`() = passes()

    private fun passes() {
        shippedBundles()
        RuntimeEnvironment.setFontScale(2f)
        Failing.failure = IllegalStateException("the cat is out")
        val phone = phone()
        val parts = phone.root.context.parts
        assertEquals(emptyList<String>(), stumbles(phone.root.need(R.id.tabs)))
        val translated = Translated("Wo ist der Bahnhof?", listOf(41.5), 6, "ONNX Runtime 1.29.0", cut = 1)
        holds(phone, TRANSLATE, asked(phone, TRANSLATE, parts.translate, translated), TRANSLATED)
        val shares = listOf("positive" to 0.987, "negative" to 0.013)
        val classified = Classified(shares, 3.25, 9, "ONNX Runtime 1.29.0")
        holds(phone, CLASSIFY, asked(phone, CLASSIFY, parts.classify, classified), CLASSIFIED)
        measured(phone, parts)
        holds(phone, ABOUT, phone.tab(ABOUT), listOf("About", "Version 0.1.0", "This device"))
    }

    /** A screen with an answer, and with everything that can stand beside one. */
    private fun <A> asked(phone: Phone<MainActivity>, tab: Int, model: AskModel<A>, answer: A): View {
        val screen = phone.tab(tab)
        phone.untilShown(screen, R.id.problem)
        val field = if (tab == TRANSLATE) R.id.translate_text else R.id.classify_text
        screen.need<EditText>(field).setText("Where is the station?")
        model.held.change {
            val examples = listOf(Question("I would like a cup of coffee."), Question("What time is it?"))
            it.copy(answer = answer, busy = R.string.preparing, doubted = it.offer, examples = examples)
        }
        phone.untilShown(screen, R.id.busy)
        return screen
    }

    private fun measured(phone: Phone<MainActivity>, parts: Parts) {
        val screen = phone.tab(BENCHMARK)
        phone.until("bundles are listed") { screen.need<ViewGroup>(R.id.bench_bundles).childCount == 2 }
        parts.benchmark.held.change { it.copy(results = listOf(Result(someRun(), File("run.json")))) }
        holds(phone, BENCHMARK, screen, MEASURED)
        val variant = parts.benchmark.held.state.variants.first()
        val running = Running(variant, 0, 2, Progress(Step.SUSTAINED, 0.5), cancelling = false)
        parts.benchmark.held.change { it.copy(running = running) }
        phone.until("laid out") { !screen.isLayoutRequested && screen.need<View>(R.id.progress_cancel).isShown }
        assertEquals(emptyList<String>(), stumbles(screen))
    }

    /** Nothing to stumble over; TalkBack's stops begin as in [words], in this order wherever a line begins. */
    private fun holds(phone: Phone<MainActivity>, tab: Int, screen: View, words: List<String>) {
        phone.until("laid out") { !screen.isLayoutRequested }
        assertEquals("screen $tab", emptyList<String>(), stumbles(screen))
        val found = spoken(screen).iterator()
        for (word in words) {
            var said = ""
            while (!said.startsWith(word)) {
                assertTrue("\"$word\" does not come in its turn: ${spoken(screen)}", found.hasNext())
                said = western(found.next())
            }
        }
        assertTrue("the heading comes first", spoken(screen).first() == words.first())
        assertTrue(phone.root.need<ViewGroup>(R.id.tabs).getChildAt(tab).createAccessibilityNodeInfo().isSelected)
    }

    /** Numbers are written in the digits of the person's language. */
    private fun western(text: String) =
        text.map { if (it.isDigit()) '0' + Character.getNumericValue(it) else it }.joinToString("").replace('٫', '.')

    private companion object {
        val TRANSLATED = listOf(
            "Translate", "Model: English → German", "Engine: ONNX Runtime", "Where is the station?", "Clear the text",
            "Translate", "Preparing the model", "Something unexpected happened", "IllegalStateException: the cat",
            "Try again", "ONNX Runtime answers the examples", "Translation", "Wo ist der Bahnhof?",
            "A sentence was cut", "Copy", "Share", "Examples", "I would like a cup", "What time is it?",
        )
        val CLASSIFIED = listOf(
            "Classify", "Model: sentiment-en", "Engine: ONNX Runtime", "Where is the station?", "Clear the text",
            "Classify", "Preparing the model", "Something unexpected happened", "IllegalStateException: the cat",
            "Try again", "ONNX Runtime answers the examples", "positive", "positive ", "negative ", "Examples",
        )
        val MEASURED = listOf(
            "Benchmark", "Goldens are checked first", "Models", "sentiment-en", "translate-en-de", "Engines",
            "ONNX Runtime", "Threads", "1 thread", "2 threads", "4 threads", "How long", "Quick", "Full", "Sustained",
            "Start", "Results", "translate-en-de", "ONNX Runtime 1.29.0", "Not valid", "p50 ms", "p90 ms", "p99 ms",
            "longest", "41.5", "First answer", "Latency of each run", "longest: from", "Share the JSON",
        )
    }
}
