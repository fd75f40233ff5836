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
import dev.mobilec.app.view.Choice
import dev.mobilec.app.view.need
import org.junit.Assert.assertEquals
import org.junit.Assume.assumeTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowPopupMenu
import java.io.File

/** Firefox's translators between English and Portuguese, beside the shipped one: what the pictures show. */
@RunWith(RobolectricTestRunner::class)
class StudentsTest {
    @Before fun bundles() {
        val students = File(System.getProperty("mobilec.bundles"), "../students")
        val there = listOf("en-pt", "pt-en").map { File(students, it) }
        val made = "`mobilec export firefox-$PLACE --target android --target onnx -o build/students/$PLACE`"
        assumeTrue("no $students: $made makes one", there.all { File(it, "manifest.json").isFile })
        val files = checkNotNull(RuntimeEnvironment.getApplication().getExternalFilesDir(null))
        there.forEach { it.copyRecursively(File(files, "bundles/${it.name}")) }
    }

    @Test fun `there and back, with emoji, figures and an address`() {
        val phone = phone()
        choose(phone, "English → Portuguese")
        val english = "Dinner is at 8 p.m. tomorrow. 🎉 Bring your friends!\n" +
            "You will find the map at https://example.com/map. It is free."
        val said = translated(phone, english)
        assertEquals(
            "O jantar é às 20:00 amanhã. 🎉 Traga seus amigos!\n" +
                "Você vai encontrar o mapa em https://example.com/map. É grátis.",
            said,
        )
        phone.shot("translate-pair")
        phone.screen(TRANSLATE).need<View>(R.id.swap).performClick()
        phone.until("swapped") { choice(phone).text == "Portuguese → English" }
        assertEquals(said, phone.screen(TRANSLATE).need<EditText>(R.id.translate_text).text.toString())
        translated(phone, said)
        phone.shot("translate-back")
        phone.rest()
    }

    @Test fun `from Portuguese to German through English`() {
        RuntimeEnvironment.setQualifiers("+night")
        val phone = phone()
        choose(phone, "Portuguese → German through English")
        assertEquals("Guten Morgen! 😀 Wo ist der Bahnhof?", translated(phone, "Bom dia! 😀 Onde fica a estação?"))
        phone.shot("translate-through")
        phone.rest()
    }

    private fun choice(phone: Phone<MainActivity>) = phone.screen(TRANSLATE).need<Choice>(R.id.bundle)

    private fun choose(phone: Phone<MainActivity>, title: String) {
        phone.tab(TRANSLATE)
        phone.until("bundles are listed") { choice(phone).isEnabled && choice(phone).text == "English → German" }
        choice(phone).performClick()
        val menu = ShadowPopupMenu.getLatestPopupMenu()
        val items = (0 until menu.menu.size()).map(menu.menu::getItem)
        shadowOf(menu).onMenuItemClickListener.onMenuItemClick(items.first { "${it.title}" == title })
        phone.until("$title is chosen") { choice(phone).text == title }
    }

    private fun translated(phone: Phone<MainActivity>, text: String): String {
        val screen = phone.screen(TRANSLATE)
        screen.need<EditText>(R.id.translate_text).setText(text)
        phone.until("ready") { screen.need<Button>(R.id.translate_do).isEnabled }
        screen.need<Button>(R.id.translate_do).performClick()
        phone.untilShown(screen, R.id.translate_result)
        return screen.need<TextView>(R.id.translate_output).text.toString()
    }

    private companion object {
        const val PLACE = "en-pt"
    }
}
