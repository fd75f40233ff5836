package dev.mobilec.app.work

import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.Failing
import dev.mobilec.app.MobilecApp
import dev.mobilec.app.Parts
import dev.mobilec.app.R
import dev.mobilec.app.TRANSLATE
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.engines.offersHere
import dev.mobilec.app.parts
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.need
import dev.mobilec.core.engine.Engine
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The first engine fails when it loads, the second is ONNX Runtime. */
class TwoEngines : MobilecApp() {
    private object Broken : Engine by Failing {
        override val name = "executorch"
    }

    override val parts: Parts by lazy {
        Parts(this) {
            listOf(Offer(Broken.name, "ExecuTorch", "0", Broken, null)) + offersHere().filter { it.name == "onnx" }
        }
    }
}

@RunWith(RobolectricTestRunner::class)
@Config(application = TwoEngines::class)
class FallbackTest {
    @Test fun `where one engine fails the other answers, and what failed is said`() {
        shippedBundles()
        Failing.failure = UnsatisfiedLinkError("no libexecutorch.so")
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.untilShown(screen, R.id.problem)
        assertTrue("no libexecutorch.so" in screen.need<TextView>(R.id.problem_detail).text)
        assertEquals("onnx", phone.root.context.parts.translate.held.state.offer?.name)
        screen.need<EditText>(R.id.translate_text).setText("Where is the station?")
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
        assertEquals("Wo ist der Bahnhof?", screen.need<TextView>(R.id.translate_output).text.toString())
        assertEquals(View.GONE, screen.need<View>(R.id.problem).visibility)
    }

    @Test fun `memory that runs out is not tried again with another engine`() {
        shippedBundles()
        Failing.failure = OutOfMemoryError("64 MB")
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.untilShown(screen, R.id.problem)
        assertEquals("executorch", phone.root.context.parts.translate.held.state.offer?.name)
    }
}
