package dev.mobilec.app

import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.view.need
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Every screen on Android 8, the oldest that the app is installed on: no call is made that it lacks. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [26])
class OldestAndroidTest {
    @Test fun `every screen starts, and a sentence is translated`() {
        shippedBundles()
        val phone = phone()
        phone.tab(CLASSIFY)
        phone.tab(BENCHMARK)
        phone.until("bundles are listed") { "translate-en-de" in words(phone.tab(ABOUT)) }
        assertTrue("Android 8.0.0 (API 26)" in words(phone.screen(ABOUT)).joinToString("\n"))
        val screen = phone.tab(TRANSLATE)
        screen.need<EditText>(R.id.translate_text).setText("Where is the station?")
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
        assertEquals("Wo ist der Bahnhof?", screen.need<TextView>(R.id.translate_output).text.toString())
    }
}
