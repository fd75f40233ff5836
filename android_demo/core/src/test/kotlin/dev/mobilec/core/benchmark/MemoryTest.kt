package dev.mobilec.core.benchmark

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class MemoryTest {
    @TempDir
    lateinit var folder: File

    @Test
    fun `resident, swapped and peak are read from the status of the process`() {
        val status = File(folder, "status")
        status.writeText("Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t 200 kB\nVmSwap:\t 150 kB\n")
        val watch = MemoryWatch(status)
        assertEquals(Taken(200 * 1024, 300 * 1024, 150 * 1024), watch.look())
        // Compressed swap hides pages from the peak that the system keeps.
        assertEquals(350 * 1024, watch.peakWithSwap)
    }

    @Test
    fun `the largest look is kept`() {
        val status = File(folder, "status").apply { writeText("VmHWM: 300 kB\nVmRSS: 300 kB\n") }
        val watch = MemoryWatch(status).apply { look() }
        status.writeText("VmHWM: 10 kB\nVmRSS: 10 kB\n")
        watch.look()
        assertEquals(300 * 1024, watch.peakWithSwap)
    }

    @Test
    fun `in a process that held other programs before, the peak is that of the looks`() {
        val status = File(folder, "status").apply { writeText("VmHWM: 900 kB\nVmRSS: 200 kB\n") }
        val watch = MemoryWatch(status, sampled = true).apply { look() }
        status.writeText("VmHWM: 900 kB\nVmRSS: 300 kB\nVmSwap: 20 kB\n")
        watch.look()
        status.writeText("VmHWM: 900 kB\nVmRSS: 100 kB\n")
        assertEquals(300 * 1024L, watch.look().peak)
        assertEquals(320 * 1024, watch.peakWithSwap)
    }

    @Test
    fun `pages are told apart by whom they belong to`() {
        val rollup = File(folder, "smaps_rollup")
        rollup.writeText(
            "5581e2d000-7ffd9a7000 ---p 00000000 00:00 0    [rollup]\nRss:  900 kB\nPss:  410 kB\nPss_Dirty:  1 kB\n" +
                "Shared_Clean:  500 kB\nPrivate_Clean:  80 kB\nPrivate_Dirty:  300 kB\nSwapPss:  0 kB\n",
        )
        assertEquals(Pages(410 * 1024, 300 * 1024, 80 * 1024), pages(rollup))
        assertNull(pages(File(folder, "of a kernel before 4.14")))
    }

    @Test
    fun `where the system does not say, nothing is made up`() {
        val watch = MemoryWatch(File(folder, "none"))
        assertEquals(Taken(null, null, null), watch.look())
        assertNull(watch.look().withSwap)
        assertEquals(0, watch.peakWithSwap)
    }
}
