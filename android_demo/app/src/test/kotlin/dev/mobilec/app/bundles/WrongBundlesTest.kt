package dev.mobilec.app.bundles

import android.os.Looper
import android.view.View
import android.widget.TextView
import dev.mobilec.app.ABOUT
import dev.mobilec.app.Failing
import dev.mobilec.app.MainActivity
import dev.mobilec.app.Parts
import dev.mobilec.app.Phone
import dev.mobilec.app.R
import dev.mobilec.app.TRANSLATE
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.parts
import dev.mobilec.app.phone
import dev.mobilec.app.shippedBundles
import dev.mobilec.app.view.need
import dev.mobilec.app.words
import dev.mobilec.core.manifest.digest
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** Bundles that must not be opened: each is refused on the screen, in words, and the app goes on. */
@RunWith(RobolectricTestRunner::class)
class WrongBundlesTest {
    private val files = checkNotNull(RuntimeEnvironment.getApplication().getExternalFilesDir(null))
    private val folder = File(files, "bundles/wrong")

    @Test fun `a file with another hash`() {
        pushed()
        changed("tokenizer.json") { it[it.size / 2] = (it[it.size / 2] + 1).toByte() }
        refused("has the sha256")
    }

    @Test fun `a file of another size`() {
        pushed()
        File(folder, "tokenizer.json").appendText(" ")
        refused("the manifest says")
    }

    @Test fun `a file that is missing`() {
        pushed()
        File(folder, "golden.json").delete()
        refused("is missing")
    }

    @Test fun `another schema`() {
        pushed()
        manifest { it.replaceFirst("\"schema\": 2", "\"schema\": 3") }
        refused("has schema 3; this app reads 1 and 2")
    }

    @Test fun `a manifest of another version, with a field that this app does not know`() {
        pushed()
        manifest { it.replaceFirst("\"schema\": 2", "\"schema\": 2, \"wheels\": 4") }
        refused("wheels")
    }

    @Test fun `a program that the runtime does not read`() {
        pushed()
        val program = File(folder, "model.onnx/encode.onnx")
        val before = digest(File(folder, "model.onnx"))
        program.writeBytes(ByteArray(program.length().toInt()))
        manifest { it.replace(before.sha256, digest(File(folder, "model.onnx")).sha256) }
        refused("is not a model that ONNX Runtime")
    }

    @Test fun `a model without a program for the engine, in the person's language`() {
        shippedBundles()
        RuntimeEnvironment.setQualifiers("+de")
        val offers = listOf(Offer("coreml", "Core ML", "0", Failing, null))
        val translate = Parts(RuntimeEnvironment.getApplication()) { offers }.apply { library.look() }.translate
        translate.prepare()
        while (translate.held.state.problem == null) {
            shadowOf(Looper.getMainLooper()).idle()
            Thread.sleep(1)
        }
        assertEquals("translate-en-de hat kein Programm für Core ML.", translate.held.state.problem?.detail)
    }

    private fun pushed() {
        File(shippedBundles(), "translation").copyRecursively(folder)
    }

    private fun changed(name: String, change: (ByteArray) -> Unit) {
        val file = File(folder, name)
        file.writeBytes(file.readBytes().also(change))
    }

    private fun manifest(change: (String) -> String) {
        val file = File(folder, "manifest.json")
        val before = file.readText()
        file.writeText(change(before).also { check(it != before) { "nothing was changed" } })
    }

    private fun refused(part: String) {
        val phone = phone()
        val screen = phone.tab(TRANSLATE)
        phone.until("bundles are listed") { parts(phone).translate.held.state.subjects?.size == 2 }
        parts(phone).translate.choose("pushed:wrong")
        phone.until("refused") {
            screen.need<View>(R.id.problem).isShown && part in screen.need<TextView>(R.id.problem_detail).text
        }
        phone.tab(ABOUT)
        assertTrue("translate-en-de" in words(phone.screen(ABOUT)))
    }

    private fun parts(phone: Phone<MainActivity>) = phone.root.context.parts
}
