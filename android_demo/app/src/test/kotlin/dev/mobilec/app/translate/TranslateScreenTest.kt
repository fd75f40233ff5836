package dev.mobilec.app.translate

import android.app.Application
import android.content.ClipboardManager
import android.content.Intent
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.TextView
import dev.mobilec.app.MainActivity
import dev.mobilec.app.Phone
import dev.mobilec.app.R
import dev.mobilec.app.TRANSLATE
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.Choice
import dev.mobilec.app.view.need
import dev.mobilec.app.words
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
class TranslateScreenTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `a typed sentence is translated, turned, copied and shared`() {
        val phone = phone()
        translate(phone, "Where is the station?")
        val screen = phone.screen(TRANSLATE)
        assertEquals("Wo ist der Bahnhof?", screen.need<TextView>(R.id.translate_output).text.toString())
        val figures = screen.need<TextView>(R.id.translate_figures).text.toString()
        assertTrue(figures, Regex("[0-9.]+ ms · [0-9.]+ tokens a second · ONNX Runtime .*").matches(figures))
        copiesAndShares(screen)
        phone.shot("translate")
        RuntimeEnvironment.setQualifiers("+land")
        phone.controller.recreate()
        val turned = phone.screen(TRANSLATE)
        phone.untilShown(turned, R.id.translate_result)
        assertEquals("Where is the station?", turned.need<EditText>(R.id.translate_text).text.toString())
        assertEquals("Wo ist der Bahnhof?", turned.need<TextView>(R.id.translate_output).text.toString())
        phone.shot("translate-landscape")
    }

    @Test fun `at night`() {
        RuntimeEnvironment.setQualifiers("+night")
        val phone = phone()
        translate(phone, "I would like a cup of coffee.\nWhat time is it?")
        assertTrue("\n" in phone.screen(TRANSLATE).need<TextView>(R.id.translate_output).text)
        phone.shot("translate-night")
    }

    @Test fun `in German`() {
        RuntimeEnvironment.setQualifiers("+de")
        val phone = phone()
        translate(phone, "She is learning German because she wants to work in Berlin.")
        val read = words(phone.screen(TRANSLATE))
        assertTrue("$read", "Übersetzung" in read && "Beispiele" in read)
        phone.shot("translate-german")
    }

    @Test fun `with large text`() {
        RuntimeEnvironment.setFontScale(2f)
        val phone = phone()
        translate(phone, "Where is the station?")
        phone.shot("translate-large-text")
    }

    @Test fun `nothing is translated while nothing is typed`() {
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.until("the engine is chosen") { screen.need<Choice>(R.id.engine).text == "ONNX Runtime" }
        assertFalse(screen.need<Button>(R.id.translate_do).isEnabled)
        screen.need<EditText>(R.id.translate_text).setText("  \n ")
        assertFalse(screen.need<Button>(R.id.translate_do).isEnabled)
    }

    @Test fun `an engine that is not in the app cannot be chosen`() {
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.until("the engine is chosen") { screen.need<Choice>(R.id.engine).text == "ONNX Runtime" }
        screen.need<Choice>(R.id.engine).performClick()
        val menu = ShadowPopupMenu.getLatestPopupMenu().menu
        assertEquals("ExecuTorch (not usable)", menu.getItem(0).title.toString())
        assertFalse(menu.getItem(0).isEnabled)
        assertTrue(menu.getItem(1).isEnabled)
    }

    private fun translate(phone: Phone<MainActivity>, text: String) {
        val screen = phone.tab(TRANSLATE)
        screen.need<EditText>(R.id.translate_text).setText(text)
        phone.until("ready") { screen.need<Button>(R.id.translate_do).isEnabled }
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
    }

    private fun copiesAndShares(screen: View) {
        screen.need<View>(R.id.translate_copy).performClick()
        val clip = screen.context.getSystemService(ClipboardManager::class.java).primaryClip
        assertEquals("Wo ist der Bahnhof?", clip?.getItemAt(0)?.text.toString())
        screen.need<View>(R.id.translate_share).performClick()
        val chooser = shadowOf(screen.context.applicationContext as Application).nextStartedActivity
        val send = chooser.getParcelableExtra(Intent.EXTRA_INTENT, Intent::class.java)
        assertEquals("Wo ist der Bahnhof?", send?.getStringExtra(Intent.EXTRA_TEXT))
    }
}
