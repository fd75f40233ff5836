package dev.mobilec.app

import android.content.Intent
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.TextView
import dev.mobilec.app.benchmark.READY
import dev.mobilec.app.benchmark.runsFolder
import dev.mobilec.app.view.need
import dev.mobilec.app.work.TAG
import java.io.File
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.shadows.ShadowLog

@RunWith(RobolectricTestRunner::class)
class BenchmarkActivityTest {
    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `what the extras ask for is measured, told and written`() {
        RuntimeEnvironment.setQualifiers("+de")
        RuntimeEnvironment.setFontScale(2f)
        val phone = started("translation", "onnx", "run.json")
        val flags = phone.controller.get().window.attributes.flags
        assertNotEquals(0, flags and WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        phone.until("finished") { said().any { it.startsWith("finished") } }
        assertEquals("finished 0 run.json", said().last())
        assertTrue(said().any { Regex("""progress \{"done":\d+,"total":\d+,"what":"goldens"}""").matches(it) })
        val run = written("run.json")
        assertEquals("0", run.getValue("exit_status").jsonPrimitive.content)
        assertEquals("3", run.getValue("protocol").jsonObject.getValue("runs").jsonPrimitive.content)
        assertEquals(3, run.getValue("measured").jsonObject.getValue("sentences").jsonArray.size)
        assertEquals(1, coldLoads(run))
        assertEquals(listOf("run.json"), runsFolder(phone.root.context).list().orEmpty().toList())
        phone.shot("benchmark-by-adb-german-large-text")
    }

    @Test fun `an engine that is not in the app ends in a whole document`() {
        val phone = started("translation", "executorch", "run.json")
        phone.until("finished") { said().any { it.startsWith("finished") } }
        assertEquals("finished 1 run.json", said().last())
        assertTrue("not in this app" in written("run.json").getValue("error").jsonPrimitive.content)
    }

    @Test fun `a bundle that is not there is said, and nothing is written`() {
        val phone = started("nowhere", "onnx", "run.json")
        phone.until("finished") { said().any { it.startsWith("finished") } }
        assertEquals("finished 1 run.json", said().last())
        assertTrue(said().any { it.startsWith("failed no bundle \"nowhere\"") })
        assertTrue("nowhere" in phone.root.need<TextView>(R.id.problem_detail).text)
        assertEquals(0, runsFolder(phone.root.context).list().orEmpty().size)
    }

    @Test fun `a name that leaves the folder of runs is refused`() {
        val phone = started("translation", "onnx", "../run.json")
        phone.until("finished") { said().any { it.startsWith("finished") } }
        assertEquals("finished 1 -", said().last())
        assertTrue(phone.root.need<View>(R.id.problem).isShown)
    }

    @Test fun `asked again when it is done it measures again, and that load is not a cold one`() {
        val phone = started("sentiment", "onnx", "one.json")
        phone.until("finished") { "finished 0 one.json" in said() }
        phone.controller.newIntent(asked("sentiment", "onnx", "two.json"))
        assertTrue(phone.root.need<View>(R.id.progress).isShown)
        phone.until("finished again") { "finished 0 two.json" in said() }
        assertEquals(listOf(1, 0), listOf("one.json", "two.json").map { coldLoads(written(it)) })
        assertEquals(1, phone.root.need<ViewGroup>(R.id.measured).childCount)
    }

    @Test fun `asked again while it measures it says so, and goes on`() {
        val phone = started("sentiment", "onnx", "one.json")
        phone.controller.newIntent(asked("sentiment", "onnx", "two.json"))
        assertTrue(said().any { it.startsWith("failed a measurement is under way") })
        assertEquals("finished 1 two.json", said().last())
        assertTrue(phone.root.need<View>(R.id.progress).isShown)
        phone.until("finished") { "finished 0 one.json" in said() }
        assertEquals(listOf("one.json"), runsFolder(phone.root.context).list().orEmpty().toList())
    }

    @Test fun `asked for the folder it names one that holds its answer, and leaves the screen`() {
        val intent = Intent(RuntimeEnvironment.getApplication(), BenchmarkActivity::class.java).putExtra(READY, "a-1")
        val phone = Phone(Robolectric.buildActivity(BenchmarkActivity::class.java, intent))
        phone.until("ready") { said().any { it.startsWith("ready") } }
        val home = File(said().last().removePrefix("ready a-1 "))
        assertEquals("a-1", File(home, "runs/a-1").readText())
        assertTrue(File(home, "bundles").isDirectory)
        assertEquals(File(home, "runs"), runsFolder(phone.root.context))
        assertTrue(phone.controller.get().isFinishing)
    }

    private fun started(bundle: String, engine: String, output: String): Phone<BenchmarkActivity> =
        Phone(Robolectric.buildActivity(BenchmarkActivity::class.java, asked(bundle, engine, output)))

    private fun asked(bundle: String, engine: String, output: String): Intent =
        Intent(RuntimeEnvironment.getApplication(), BenchmarkActivity::class.java)
            .putExtra("bundle", bundle).putExtra("engine", engine).putExtra("output", output)
            .putExtra("threads", 1).putExtra("warmups", 1).putExtra("runs", 3).putExtra("seconds", 0f)

    private fun said(): List<String> = ShadowLog.getLogsForTag(TAG).orEmpty().map { it.msg }

    private fun written(name: String): JsonObject {
        val file = File(runsFolder(RuntimeEnvironment.getApplication()), name)
        return Json.parseToJsonElement(file.readText()).jsonObject
    }

    private fun coldLoads(run: JsonObject): Int =
        run.getValue("measured").jsonObject.getValue("load").jsonObject.getValue("cold_ms").jsonArray.size
}
