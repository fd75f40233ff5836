package dev.mobilec.app

import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.view.need
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

/** Each screen of the app, with the ONNX engine and the shipped bundles. */
@RunWith(RobolectricTestRunner::class)
class ScreensTest {
    @Before fun bundles() = assumeBundles()

    @Test fun translates() {
        val phone = Phone()
        val screen = phone.tab(0)
        screen.need<EditText>(R.id.translate_text).setText("Where is the station?")
        phone.until("ready") { screen.need<Button>(R.id.translate_do).isEnabled }
        screen.need<Button>(R.id.translate_do).performClick()
        phone.until("translated") { screen.need<View>(R.id.translate_result).visibility == View.VISIBLE }
        val said = screen.need<TextView>(R.id.translate_output).text.toString()
        assertTrue(said, "Bahnhof" in said)
        phone.shot("translate")
    }

    @Test fun classifies() {
        val phone = Phone()
        val screen = phone.tab(1)
        screen.need<EditText>(R.id.classify_text).setText("A warm, funny and quietly brilliant film.")
        phone.until("ready") { screen.need<Button>(R.id.classify_do).isEnabled }
        screen.need<Button>(R.id.classify_do).performClick()
        phone.until("classified") { screen.need<View>(R.id.classify_result).visibility == View.VISIBLE }
        phone.shot("classify")
    }

    @Test fun benchmark() {
        val phone = Phone()
        phone.tab(2)
        phone.shot("benchmark")
    }

    @Test fun about() {
        val phone = Phone()
        phone.tab(3)
        phone.shot("about")
    }
}
