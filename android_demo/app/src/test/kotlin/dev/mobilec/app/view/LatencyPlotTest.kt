package dev.mobilec.app.view

import android.view.View.MeasureSpec
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class LatencyPlotTest {
    @Test fun `ticks are 1, 2 or 5 times a power of ten, and fit`() {
        assertEquals(1.0, niceStep(4.9, 5f), 0.0)
        assertEquals(20.0, niceStep(83.0, 5f), 0.0)
        assertEquals(0.05, niceStep(0.21, 5f), 1e-12)
        assertEquals(500.0, niceStep(2500.0, 5f), 0.0)
    }

    @Test fun `numbers have about three digits`() {
        assertEquals(listOf("0", "0.35", "4.20", "17.3", "312"), listOf(0.0, 0.351, 4.2, 17.34, 312.4).map(::short))
    }

    @Test fun `rows are spoken, and every row has its height`() {
        val plot = LatencyPlot(RuntimeEnvironment.getApplication(), null)
        fun height(): Int {
            plot.measure(MeasureSpec.makeMeasureSpec(400, MeasureSpec.EXACTLY), MeasureSpec.UNSPECIFIED)
            return plot.measuredHeight
        }
        val row = LatencyPlot.Row("short", listOf(3.0, 1.0, 2.0), 2.0, 2.8)
        plot.rows = listOf(row)
        val one = height()
        plot.rows = listOf(row.copy(title = "translate-en-de · ONNX Runtime · 1 thread · longest of all"))
        assertTrue("a title that is longer than the plot is cut", height() > one)
        plot.rows = listOf(row, row.copy(title = "longest"))
        assertTrue(height() > one)
        assertEquals(
            "short: from 1.00 to 3.00 milliseconds, half of the runs under 2.00. " +
                "longest: from 1.00 to 3.00 milliseconds, half of the runs under 2.00",
            plot.contentDescription,
        )
    }
}
