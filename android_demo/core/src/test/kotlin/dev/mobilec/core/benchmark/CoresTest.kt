package dev.mobilec.core.benchmark

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class CoresTest {
    @TempDir
    lateinit var folder: File
    private val cpus get() = File(folder, "cpu")
    private val thread get() = File(folder, "stat")

    private fun core(number: Int, most: Long, now: Long? = null) {
        val files = File(cpus, "cpu$number/cpufreq").apply { mkdirs() }
        File(files, "cpuinfo_max_freq").writeText("$most\n")
        now?.let { File(files, "scaling_cur_freq").writeText("$it\n") }
    }

    /** The fields of proc(5) by their numbers, the core among them. */
    private fun on(core: Int) {
        val fields = (4..52).map { if (it == 39) "$core" else "0" }
        thread.writeText("77 (a name) with (brackets) S ${fields.joinToString(" ")}\n")
    }

    @Test
    fun `kinds are told by their largest frequency, and cores by their files`() {
        core(0, 1_800_000)
        core(1, 1_800_000)
        core(10, 2_850_000)
        listOf("cpu3", "cpufreq", "cpuidle").forEach { File(cpus, it).mkdirs() }
        assertEquals(listOf(CoreKind(1, 2850.0), CoreKind(2, 1800.0)), Cores(cpus, thread).kinds())
    }

    @Test
    fun `a look finds the core and its frequency now, where the system says it`() {
        core(0, 1_800_000, 1_056_000)
        core(10, 2_850_000)
        val cores = Cores(cpus, thread)
        on(0)
        assertEquals(Core(1800.0, 1056.0), cores.look())
        on(10)
        assertEquals(Core(2850.0, null), cores.look())
        on(3)
        assertNull(cores.look())
    }

    @Test
    fun `what the system does not say is not guessed`() {
        assertNull(Cores(cpus, thread).kinds())
        core(0, 1_800_000, 1_056_000)
        assertNull(Cores(cpus, thread).look())
        on(0)
        assertNull(Cores(File(folder, "none"), thread).look())
    }

    @Test
    fun `looks are counted by kind`() {
        val looks = listOf(Core(1800.0, 900.0), Core(2850.0, 2850.0), Core(1800.0, null), Core(1800.0, 1800.0))
        val found = listOf(Clocked(2850.0, 1, listOf(2850.0)), Clocked(1800.0, 3, listOf(900.0, 1800.0)))
        assertEquals(found, clocked(looks))
        assertNull(clocked(emptyList()))
    }
}
