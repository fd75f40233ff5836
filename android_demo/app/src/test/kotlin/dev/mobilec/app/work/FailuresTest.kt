package dev.mobilec.app.work

import android.view.View
import android.widget.TextView
import dev.mobilec.app.ABOUT
import dev.mobilec.app.Failing
import dev.mobilec.app.FakeApp
import dev.mobilec.app.R
import dev.mobilec.app.TRANSLATE
import dev.mobilec.app.parts
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.need
import dev.mobilec.app.words
import java.io.IOException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Whatever an engine throws is shown with what to do, and the app goes on. */
@RunWith(RobolectricTestRunner::class)
@Config(application = FakeApp::class)
class FailuresTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `memory that runs out`() =
        shown(OutOfMemoryError("Failed to allocate 64 MB"), "Memory ran out", "Close other apps", "failure-memory")

    @Test fun `a library that is missing`() =
        shown(UnsatisfiedLinkError("no libexecutorch.so"), "This engine does not run here", "Choose the other engine")

    @Test fun `storage that fails`() =
        shown(IOException("No space left on device"), "A file could not be read or written", "Free some storage")

    @Test fun `a mistake in the app`() =
        shown(IllegalStateException("the cat is out"), "Something unexpected happened", "please report it")

    private fun shown(failure: Throwable, title: String, advice: String, shot: String? = null) {
        Failing.failure = failure
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.untilShown(screen, R.id.problem)
        assertEquals("mobilec-engine", Failing.thread)
        assertEquals(title, screen.need<TextView>(R.id.problem_title).text.toString())
        assertTrue(checkNotNull(failure.message) in screen.need<TextView>(R.id.problem_detail).text)
        assertTrue(advice in screen.need<TextView>(R.id.problem_advice).text)
        shot?.let(phone::shot)
        phone.tab(ABOUT)
        assertTrue("translate-en-de" in words(phone.screen(ABOUT)))
        assertEquals(View.VISIBLE, phone.screen(ABOUT).visibility)
        assertEquals(null, phone.root.context.parts.translate.held.state.busy)
    }
}
