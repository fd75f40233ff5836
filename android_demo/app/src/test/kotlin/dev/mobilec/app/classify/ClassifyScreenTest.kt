package dev.mobilec.app.classify

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
import dev.mobilec.app.view.need
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

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
