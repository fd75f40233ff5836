package dev.mobilec.app.benchmark

import android.app.Application
import android.content.Intent
import android.net.Uri
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.CheckBox
import android.widget.RadioButton
import android.widget.ScrollView
import android.widget.TextView
import dev.mobilec.app.BENCHMARK
import dev.mobilec.app.MainActivity
import dev.mobilec.app.Phone
import dev.mobilec.app.R
import dev.mobilec.app.parts
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.LatencyPlot
import dev.mobilec.app.view.need
import dev.mobilec.app.words
import dev.mobilec.core.benchmark.Step
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class BenchmarkScreenTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `both bundles are measured, drawn and shared`() {
        val phone = phone()
        val screen = ready(phone)
        phone.shot("benchmark")
        screen.need<RadioButton>(R.id.bench_quick).performClick()
        screen.need<View>(R.id.bench_start).performClick()
        phone.until("progress") { screen.need<View>(R.id.progress).isShown }
        val flags = phone.controller.get().window.attributes.flags
        assertNotEquals(0, flags and WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        phone.until("timing") { model(phone).held.state.running?.progress?.let { it.step == Step.TIMING } ?: false }
        phone.shot("benchmark-running")
        phone.until("measured") { model(phone).held.state.running == null }
        val results = model(phone).held.state.results
        assertEquals(setOf("translate-en-de", "sentiment-en"), results.map { it.run.variant.bundle }.toSet())
        results.forEach { assertEquals(it.run.error, 0, it.run.exitStatus) }
        assertTrue(results.all { it.file.isFile && it.run.goldens?.passed == true })
        assertEquals(6, screen.need<LatencyPlot>(R.id.bench_plot).rows.size)
        sharesWhatCanBeRead(screen, results)
        showsResults(phone, screen)
    }

    @Test fun `a measurement is cancelled, and says so`() {
        val phone = phone()
        val screen = ready(phone)
        screen.need<View>(R.id.bench_start).performClick()
        phone.until("progress") { screen.need<View>(R.id.progress_cancel).isShown }
        screen.need<View>(R.id.progress_cancel).performClick()
        phone.until("ended") { model(phone).held.state.running == null }
        val results = model(phone).held.state.results
        assertEquals(listOf(130), results.map { it.run.exitStatus })
        assertTrue(words(screen.need(R.id.bench_cards)).any { it.startsWith("Cancelled") })
    }

    @Test fun `nothing chosen is said`() {
        RuntimeEnvironment.setQualifiers("+night")
        val phone = phone()
        val screen = ready(phone)
        val boxes = screen.need<ViewGroup>(R.id.bench_bundles)
        phone.shot("benchmark-night")
        repeat(boxes.childCount) { (boxes.getChildAt(it) as CheckBox).performClick() }
        screen.need<View>(R.id.bench_start).performClick()
        assertTrue(screen.need<TextView>(R.id.problem_detail).text.startsWith("Choose at least one model"))
    }

    private fun model(phone: Phone<MainActivity>): BenchmarkModel = phone.root.context.parts.benchmark

    private fun ready(phone: Phone<MainActivity>): View {
        val screen = phone.tab(BENCHMARK)
        phone.until("bundles are listed") { screen.need<ViewGroup>(R.id.bench_bundles).childCount == 2 }
        return screen
    }

    private fun sharesWhatCanBeRead(screen: View, results: List<Result>) {
        screen.need<View>(R.id.bench_share).performClick()
        val chooser = shadowOf(screen.context.applicationContext as Application).nextStartedActivity
        val send = chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)
        val addresses = send?.getParcelableArrayListExtra(Intent.EXTRA_STREAM, Uri::class.java).orEmpty()
        val resolver = screen.context.contentResolver
        val read = addresses.map { address ->
            checkNotNull(resolver.openInputStream(address)).use { it.readBytes().decodeToString() }
        }
        assertEquals(results.map { it.file.readText() }, read)
    }

    private fun showsResults(phone: Phone<MainActivity>, screen: View) {
        val list = screen as ScrollView
        list.scrollTo(0, screen.need<View>(R.id.bench_results).top)
        phone.shot("benchmark-results")
        list.scrollTo(0, Int.MAX_VALUE / 2)
        phone.shot("benchmark-plot")
    }
}
