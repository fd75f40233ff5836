package dev.mobilec.app.classify

import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.CLASSIFY
import dev.mobilec.app.MainActivity
import dev.mobilec.app.Phone
import dev.mobilec.app.R
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.Bar
import dev.mobilec.app.view.Choice
import dev.mobilec.app.view.need
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowPopupMenu

@RunWith(RobolectricTestRunner::class)
class ClassifyScreenTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `a typed sentence is labelled, with bars that add up`() {
        val phone = phone()
        classify(phone, "A warm, funny and quietly brilliant film.")
        val screen = phone.screen(CLASSIFY)
        assertEquals("positive", screen.need<TextView>(R.id.classify_label).text.toString())
        val bars = screen.need<ViewGroup>(R.id.classify_bars)
        val shares = (0 until bars.childCount).map { bars.getChildAt(it).need<Bar>(R.id.bar_fill).share }
        assertEquals(1.0, shares.sum(), SUM_ERROR)
        assertEquals(shares.sortedDescending(), shares)
        assertTrue(bars.getChildAt(0).contentDescription.startsWith("positive 9"))
        phone.shot("classify")
    }

    @Test fun `the other label, at night`() {
        RuntimeEnvironment.setQualifiers("+night")
        val phone = phone()
        classify(phone, "The app crashes every time I open it.")
        assertEquals("negative", phone.screen(CLASSIFY).need<TextView>(R.id.classify_label).text.toString())
        phone.shot("classify-night")
    }

    @Test fun `a model of pairs is asked for two texts`() {
        pushPairs()
        val phone = phone()
        val screen = phone.tab(CLASSIFY)
        phone.until("the engine is chosen") { screen.need<Choice>(R.id.engine).text == "ONNX Runtime" }
        assertFalse(screen.need<View>(R.id.classify_pair).isShown)
        screen.need<Choice>(R.id.bundle).performClick()
        val menu = ShadowPopupMenu.getLatestPopupMenu()
        val items = (0 until menu.menu.size()).map(menu.menu::getItem)
        shadowOf(menu).onMenuItemClickListener.onMenuItemClick(items.first { "(paraphrase)" in "${it.title}" })
        phone.untilShown(screen, R.id.classify_pair)
        screen.need<EditText>(R.id.classify_text).setText("A warm, funny film.")
        assertFalse(screen.need<Button>(R.id.classify_do).isEnabled)
        screen.need<EditText>(R.id.classify_pair).setText("It is brilliant.")
        phone.until("ready") { screen.need<Button>(R.id.classify_do).isEnabled }
        screen.need<Button>(R.id.classify_do).performClick()
        phone.untilShown(screen, R.id.classify_result)
        val figures = screen.need<TextView>(R.id.classify_figures).text
        // [CLS] A [SEP] B [SEP]: six tokens, four, and three special ones.
        assertTrue("$figures", " 13 tokens " in figures)
        screen.need<View>(R.id.classify_clear).performClick()
        assertEquals("", screen.need<EditText>(R.id.classify_pair).text.toString())
    }

    /** The shipped classifier as if it had been trained on pairs, where adb puts bundles. */
    private fun pushPairs() {
        val files = checkNotNull(RuntimeEnvironment.getApplication().getExternalFilesDir(null))
        val pushed = File(files, "bundles/paraphrase")
        File(shippedBundles(), "sentiment").copyRecursively(pushed)
        val manifest = File(pushed, "manifest.json")
        val changed = manifest.readText().replace("\"pairs\": false", "\"pairs\": true")
        assertTrue("\"pairs\": true" in changed)
        manifest.writeText(changed)
    }

    private fun classify(phone: Phone<MainActivity>, text: String) {
        val screen = phone.tab(CLASSIFY)
        screen.need<EditText>(R.id.classify_text).setText(text)
        phone.until("ready") { screen.need<Button>(R.id.classify_do).isEnabled }
        screen.need<Button>(R.id.classify_do).performClick()
        phone.untilShown(screen, R.id.classify_result)
    }

    private companion object {
        /** Shares are quotients of doubles. */
        const val SUM_ERROR = 1e-12
    }
}
