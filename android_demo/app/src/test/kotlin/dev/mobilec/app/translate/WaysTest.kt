package dev.mobilec.app.translate

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
import dev.mobilec.app.stumbles
import dev.mobilec.app.view.Choice
import dev.mobilec.app.view.need
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
import java.io.File

/** The shipped translator from English into German, beside copies of it that say that they are of other languages. */
@RunWith(RobolectricTestRunner::class)
class WaysTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `one translator has nothing to swap`() {
        val phone = chosen("English → German")
        assertFalse(phone.screen(TRANSLATE).need<View>(R.id.swap).isShown)
        assertEquals(listOf("English → German"), menu(phone))
    }

    @Test fun `a pair is one choice, and its answer becomes the text for the way back`() {
        push("de", "en")
        val phone = chosen("English → German")
        assertEquals(listOf("English → German"), menu(phone))
        val screen = phone.screen(TRANSLATE)
        val swap = screen.need<View>(R.id.swap)
        assertEquals("Swap the languages: German → English", swap.contentDescription)
        phone.until("laid out") { !screen.isLayoutRequested && swap.isShown }
        assertEquals(emptyList<String>(), stumbles(screen))
        translate(phone, "Where is the station?")
        swap.performClick()
        phone.until("swapped") { screen.need<Choice>(R.id.bundle).text == "German → English" }
        assertEquals("Wo ist der Bahnhof?", screen.need<EditText>(R.id.translate_text).text.toString())
        assertFalse(screen.need<View>(R.id.translate_result).isShown)
        assertEquals("Swap the languages: English → German", swap.contentDescription)
        assertEquals(listOf("German → English"), menu(phone))
        swap.performClick()
        phone.until("swapped back") { screen.need<Choice>(R.id.bundle).text == "English → German" }
    }

    @Test fun `two that meet translate as one, in both times`() {
        push("de_DE", "por_Latn")
        val phone = chosen("English → German")
        val through = "English → Portuguese through German"
        assertEquals(listOf("English → German", "German → Portuguese", through), menu(phone))
        choose(phone, through)
        translate(phone, "Where is the station? 😀")
        val screen = phone.screen(TRANSLATE)
        val output = screen.need<TextView>(R.id.translate_output).text
        assertTrue("$output", output.endsWith("😀"))
        val figures = screen.need<TextView>(R.id.translate_figures).text.lines()
        assertEquals("In between: Wo ist der Bahnhof? 😀", figures[1])
        assertTrue(figures[2], Regex("[0-9.]+ \\+ [0-9.]+ ms").matches(figures[2]))
        phone.rest()
    }

    @Test fun `two of the same languages are told apart by their names`() {
        push("en", "de")
        val phone = chosen("English → German · translate-en-de")
        assertEquals(
            listOf("English → German · translate-en-de", "English → German · translate-en-de (en-de)"), menu(phone),
        )
    }

    @Test fun `what names no languages has its own name`() {
        push(null, null)
        val phone = chosen("English → German")
        assertEquals("translate-en-de (null-null)", menu(phone).last())
    }

    @Test fun `in German`() {
        RuntimeEnvironment.setQualifiers("+de")
        push("de", "pt")
        val phone = chosen("Englisch → Deutsch")
        assertEquals("Englisch → Portugiesisch über Deutsch", menu(phone).last())
    }

    private fun push(source: String?, target: String?) {
        val files = checkNotNull(RuntimeEnvironment.getApplication().getExternalFilesDir(null))
        val pushed = File(files, "bundles/$source-$target")
        File(shippedBundles(), "translation").copyRecursively(pushed)
        val manifest = File(pushed, "manifest.json")
        fun named(side: String, code: String?) = "\"${side}_language\": ${code?.let { "\"$it\"" }}"
        val changed = manifest.readText()
            .replace("\"source_language\": \"en\"", named("source", source))
            .replace("\"target_language\": \"de\"", named("target", target))
        assertTrue(named("source", source) in changed && named("target", target) in changed)
        manifest.writeText(changed)
    }

    private fun chosen(title: String): Phone<MainActivity> {
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.until("$title is chosen") { screen.need<Choice>(R.id.bundle).text == title }
        return phone
    }

    private fun menu(phone: Phone<MainActivity>): List<String> {
        phone.screen(TRANSLATE).need<Choice>(R.id.bundle).performClick()
        val menu = ShadowPopupMenu.getLatestPopupMenu().menu
        return (0 until menu.size()).map { menu.getItem(it).title.toString() }
    }

    private fun choose(phone: Phone<MainActivity>, title: String) {
        val place = menu(phone).indexOf(title)
        val menu = ShadowPopupMenu.getLatestPopupMenu()
        shadowOf(menu).onMenuItemClickListener.onMenuItemClick(menu.menu.getItem(place))
        phone.until("$title is chosen") { phone.screen(TRANSLATE).need<Choice>(R.id.bundle).text == title }
    }

    private fun translate(phone: Phone<MainActivity>, text: String) {
        val screen = phone.screen(TRANSLATE)
        screen.need<EditText>(R.id.translate_text).setText(text)
        phone.until("ready") { screen.need<Button>(R.id.translate_do).isEnabled }
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
    }
}
