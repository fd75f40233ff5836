package dev.mobilec.core.benchmark

import java.io.File
import java.io.IOException

/** Cores that are equally fast at most. */
public data class CoreKind(val cores: Int, val maxMhz: Double)

/** The core that a thread was on at a moment. [mhz]: null where the system does not say. */
public data class Core(val maxMhz: Double, val mhz: Double?)

/** The looks that found a run on a core of one kind: how many, and the frequencies that they were told. */
public data class Clocked(val maxMhz: Double, val looks: Int, val mhz: List<Double>)

/** The cores of this device as Linux lists them. [thread]: where it tells of the thread that asks. */
public class Cores(
    private val cpus: File = File("/sys/devices/system/cpu"),
    private val thread: File = File("/proc/thread-self/stat"),
) {
    private val most: Map<Int, Double> by lazy {
        cpus.list().orEmpty().mapNotNull { CPU.matchEntire(it)?.groupValues?.get(1)?.toInt() }
            .mapNotNull { number -> mhz(number, "cpuinfo_max_freq")?.let { number to it } }.toMap()
    }

    /** The fastest first; null where the system does not say. */
    public fun kinds(): List<CoreKind>? = most.values.groupingBy { it }.eachCount()
        .map { (mhz, count) -> CoreKind(count, mhz) }.sortedByDescending { it.maxMhz }.ifEmpty { null }

    /** Where the asking thread is now; null where the system does not say. */
    public fun look(): Core? {
        if (most.isEmpty()) return null
        // The name, in brackets, may hold anything.
        val fields = text(thread).substringAfterLast(')').trim().split(' ')
        val number = fields.getOrNull(PROCESSOR)?.toIntOrNull() ?: return null
        return most[number]?.let { Core(it, mhz(number, "scaling_cur_freq")) }
    }

    private fun mhz(number: Int, file: String): Double? =
        text(File(cpus, "cpu$number/cpufreq/$file")).trim().toLongOrNull()?.let { it / KHZ }

    /** Empty where it cannot be read. */
    private fun text(file: File): String = try {
        file.readText()
    } catch (_: IOException) {
        ""
    }

    private companion object {
        val CPU = Regex("cpu([0-9]+)")
        const val KHZ = 1000.0

        /** The core that a thread was last on, in /proc/PID/stat behind the name: field 39 of proc(5). */
        const val PROCESSOR = 36
    }
}

/** Looks by kind, the fastest first; null for none. */
internal fun clocked(looks: List<Core>): List<Clocked>? = looks.groupBy { it.maxMhz }
    .map { (most, found) -> Clocked(most, found.size, found.mapNotNull { it.mhz }) }
    .sortedByDescending { it.maxMhz }.ifEmpty { null }
