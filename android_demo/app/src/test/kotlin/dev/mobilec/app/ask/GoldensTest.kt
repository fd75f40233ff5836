package dev.mobilec.app.ask

import android.os.Looper
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.CLASSIFY
import dev.mobilec.app.MobilecApp
import dev.mobilec.app.Parts
import dev.mobilec.app.R
import dev.mobilec.app.TRANSLATE
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.engines.offersHere
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.need
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.ProgramFile
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowBuild

/** ONNX Runtime as a phone has it whose kernels may be wrong; it counts its calls. */
class Kernels(private val wrong: Boolean, override val version: String = "1") : Engine by onnx {
    var calls = 0

    override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program {
        val program = onnx.load(file, path, threads, later)
        return object : Program by program {
            override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
                calls++
                val outputs = program.run(method, inputs)
                if (wrong) outputs["logits"]?.floats?.let { it.put(0, it[0] + FAR) }
                return outputs
            }
        }
    }

    val offer = Offer(name, "ONNX Runtime", version, this, null)

    private companion object {
        const val FAR = 30f
        val onnx: Engine by lazy { checkNotNull(offersHere().first { it.name == "onnx" }.engine) }
    }
}

class WrongApp : MobilecApp() {
    override val parts: Parts by lazy { Parts(this) { listOf(Kernels(wrong = true).offer) } }
}

/** A phone whose engine computes something else is found out by whoever uses the app, not by the benchmark alone. */
@RunWith(RobolectricTestRunner::class)
class GoldensTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test
    @Config(application = WrongApp::class)
    fun `wrong goldens are said in both screens, and a question is answered all the same`() {
        val phone = phone()
        for ((tab, text, button, result) in listOf(
            listOf(TRANSLATE, R.id.translate_text, R.id.translate_do, R.id.translate_result),
            listOf(CLASSIFY, R.id.classify_text, R.id.classify_do, R.id.classify_result),
        )) {
            val screen = phone.tab(tab)
            phone.untilShown(screen, R.id.warning)
            val words = screen.need<TextView>(R.id.warning_text)
            assertTrue("${words.text}", words.text.startsWith("ONNX Runtime answers the examples of this model other"))
            assertEquals(phone.root.context.getColor(R.color.bad), words.currentTextColor)
            screen.need<EditText>(text).setText("Where is the station?")
            screen.need<Button>(button).performClick()
            phone.untilShown(screen, result)
            assertTrue(screen.need<View>(R.id.warning).isShown)
        }
        phone.shot("goldens-wrong")
    }

    @Test fun `goldens that are right are not spoken of, and are asked once`() {
        val first = Kernels(wrong = false)
        assertNull(classified(first).doubted)
        assertTrue(first.calls > 1)
        // Another process, which has the model loaded and asks one question.
        val second = Kernels(wrong = false)
        assertNull(classified(second).doubted)
        assertEquals(1, second.calls)
    }

    @Test fun `goldens that are wrong are remembered, until the engine or the system is another one`() {
        val first = Kernels(wrong = true)
        assertEquals(first.offer, classified(first).doubted)
        val second = Kernels(wrong = true)
        assertEquals(second.offer, classified(second).doubted)
        assertEquals(1, second.calls)
        val mended = Kernels(wrong = false, version = "2")
        assertNull(classified(mended).doubted)
        assertTrue(mended.calls > 1)
        ShadowBuild.setFingerprint("maker/phone/phone:17/NEXT/2:user/release-keys")
        val updated = Kernels(wrong = false)
        assertNull(classified(updated).doubted)
        assertTrue(updated.calls > 1)
    }

    @Test fun `a choice is doubted as long as it is the same`() {
        val kernels = Kernels(wrong = true)
        val right = Kernels(wrong = false, version = "2").offer.copy(title = "ONNX Runtime, mended")
        val parts = parts(kernels, right.copy(name = "executorch"))
        parts.classify.prepare()
        settled(parts)
        assertEquals(kernels.offer, parts.classify.held.state.doubted)
        parts.classify.chooseEngine("onnx")
        assertEquals(kernels.offer, parts.classify.held.state.doubted)
        parts.classify.chooseEngine("executorch")
        assertNull(parts.classify.held.state.doubted)
        settled(parts)
        assertNull(parts.classify.held.state.doubted)
    }

    /** The state after one question to the sentiment model, when nothing is left to do. */
    private fun classified(kernels: Kernels): AskState<*> {
        val parts = parts(kernels)
        parts.classify.ask(Question("A warm, funny and quietly brilliant film."))
        settled(parts)
        assertFalse(parts.classify.held.state.answer == null)
        return parts.classify.held.state
    }

    private fun parts(kernels: Kernels, vararg others: Offer): Parts {
        val parts = Parts(RuntimeEnvironment.getApplication()) { listOf(kernels.offer, *others) }
        parts.library.look()
        settled(parts)
        if (parts.classify.held.state.offer == null) error("nothing to choose: ${parts.classify.held.state}")
        return parts
    }

    /** Until all that was handed to the worker, and what that handed on, was done. */
    private fun settled(parts: Parts) = repeat(ROUNDS) {
        var done = false
        parts.worker.behind({}) { done = true }
        while (!done) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
        }
    }

    private companion object {
        const val ROUNDS = 4
    }
}
