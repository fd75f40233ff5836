package dev.mobilec.app.about

import android.content.Intent
import android.os.Looper
import android.view.View
import android.view.ViewGroup
import android.widget.ScrollView
import dev.mobilec.app.ABOUT
import dev.mobilec.app.MainActivity
import dev.mobilec.app.Parts
import dev.mobilec.app.Phone
import dev.mobilec.app.R
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.words
import dev.mobilec.core.manifest.digest
import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class AboutScreenTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `versions, engines with their reasons, bundles and licences`() {
        val phone = phone()
        val screen = phone.tab(ABOUT)
        phone.until("bundles are listed") { "translate-en-de" in words(screen) }
        val read = words(screen).joinToString("\n")
        val parts = listOf("Version 0.1.0", "ONNX Runtime 1.", "ExecuTorch is not in this app", "apache-2.0", "MIT")
        for (part in parts) assertTrue("$part is not in: $read", part in read)
        phone.shot("about")
    }

    @Test fun `the system is asked for facts beside the main thread`() {
        val about = Parts(RuntimeEnvironment.getApplication()).about
        about.look()
        Thread.sleep(PAUSE_MS)
        assertNull("what is found out waits for this thread", about.held.state.facts)
        while (about.held.state.facts == null) shadowOf(Looper.getMainLooper()).idle()
    }

    @Test fun `a model card is shown when it is asked for`() {
        val application = RuntimeEnvironment.getApplication()
        val folder = File(checkNotNull(application.getExternalFilesDir(null)), "bundles/carded")
        File(shippedBundles(), "translation").copyRecursively(folder)
        withCard(folder, "# A model for tests\nIt translates.")
        val phone = phone()
        val screen = phone.tab(ABOUT)
        phone.until("bundles are listed") { "translate-en-de (carded)" in words(screen) }
        val button = find(screen) { it.id == R.id.info_more && "carded" in words(it.parent as View).first() }
        checkNotNull(button).performClick()
        phone.until("the card") { words(screen).any { it.startsWith("# A model for tests") } }
        button.performClick()
        assertFalse(words(screen).any { it.startsWith("# A model for tests") })
    }

    private fun withCard(folder: File, text: String) {
        val card = File(folder, "card.md").apply { writeText(text) }
        val hash = digest(card).sha256
        val entry = """{"path": "card.md", "role": "card", "size_bytes": ${card.length()}, "sha256": "$hash"}"""
        val manifest = File(folder, "manifest.json")
        val document = Json.parseToJsonElement(manifest.readText()).jsonObject
        val others = document.getValue("texts").jsonArray.filter { it.jsonObject["path"] != JsonPrimitive("card.md") }
        val texts = JsonArray(others + Json.parseToJsonElement(entry))
        manifest.writeText(JsonObject(document + ("texts" to texts)).toString())
    }

    private fun find(view: View, fits: (View) -> Boolean): View? = when {
        fits(view) -> view
        view is ViewGroup -> (0 until view.childCount).firstNotNullOfOrNull { find(view.getChildAt(it), fits) }
        else -> null
    }

    @Test fun `at night`() {
        RuntimeEnvironment.setQualifiers("+night")
        // By an intent, which names no tab beyond the last.
        val phone = Phone(Robolectric.buildActivity(MainActivity::class.java, Intent().putExtra("tab", ABOUT + 1)))
        val screen = phone.screen(ABOUT)
        assertTrue(screen.isShown)
        phone.until("bundles are listed") { "translate-en-de" in words(screen) }
        (screen as ScrollView).scrollTo(0, Int.MAX_VALUE / 2)
        phone.shot("about-night")
    }

    private companion object {
        const val PAUSE_MS = 50L
    }
}
