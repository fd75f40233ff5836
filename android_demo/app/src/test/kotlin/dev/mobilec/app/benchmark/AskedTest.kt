package dev.mobilec.app.benchmark

import android.content.Intent
import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.Protocol
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.shadows.ShadowLog

@RunWith(RobolectricTestRunner::class)
class AskedTest {
    private val least = Intent().putExtra("bundle", "b").putExtra("engine", "onnx").putExtra("output", "run.json")

    @Test fun `what is not given is as the protocol has it`() {
        val asked = asked(least)
        assertEquals(Protocol(), asked.protocol)
        assertEquals(1, asked.threads)
        assertEquals(0L, asked.seed)
    }

    @Test fun `numbers are taken in every type that am start gives`() {
        val intent = Intent(least).putExtra("threads", 4).putExtra("warmups", "2").putExtra("runs", 30f)
            .putExtra("seconds", 7).putExtra("sustained", 1.5f).putExtra("order", 9)
        assertEquals(Asked("b", "onnx", 4, Protocol(2, 30, 7.0, 1.5), 9, "run.json"), asked(intent))
    }

    @Test fun `no number is asked for by a type that it has not, which the system would log as an exception`() {
        ShadowLog.clear()
        asked(Intent(least).putExtra("threads", 4).putExtra("seconds", 7).putExtra("warmups", "2"))
        assertEquals(emptyList<String>(), ShadowLog.getLogsForTag("Bundle").orEmpty().map { it.msg })
    }

    @Test fun `what cannot be is refused by its name`() {
        refused(Intent().putExtra("bundle", "b"), "engine")
        refused(Intent(least).putExtra("threads", 0), "threads")
        refused(Intent(least).putExtra("runs", "many"), "runs")
        refused(Intent(least).putExtra("seconds", "NaN"), "seconds")
        refused(Intent(least).putExtra("output", "../run.json"), "../run.json")
    }

    private fun refused(intent: Intent, part: String) {
        val refused = assertThrows(Refused::class.java) { asked(intent) }
        assertTrue(refused.message, part in refused.message.orEmpty())
    }
}
