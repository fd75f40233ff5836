package dev.mobilec.core.benchmark

import java.io.File
import java.io.IOException
import kotlin.math.max

/** Bytes of this process; null is what the system does not say. */
public data class Taken(val resident: Long?, val peak: Long?, val swapped: Long?) {
    /** Resident and swapped together: compressed swap hides pages from the first. */
    val withSwap: Long?
        get() = resident?.let { it + (swapped ?: 0) }
}

/**
 * Bytes of this process's pages by whom they belong to. [proportional]: each page divided by the processes that have
 * it, as Android's own tools say. [privateDirty], [privateClean]: what only this process has, written to or only read.
 */
public data class Pages(val proportional: Long?, val privateDirty: Long?, val privateClean: Long?)

/** Asks the kernel, which walks through all pages for it, for up to tens of milliseconds. Null without such a file. */
public fun pages(rollup: File = File("/proc/self/smaps_rollup")): Pages? = try {
    val fields = kibibytes(rollup.readText())
    Pages(fields["Pss"], fields["Private_Dirty"], fields["Private_Clean"]).takeUnless { fields.isEmpty() }
} catch (_: IOException) {
    null
}

/**
 * Looks at this process's memory, and keeps the largest that was seen. [sampled]: by the looks alone, as the system's
 * own peak is that of a process that has held other programs before.
 */
public class MemoryWatch(private val status: File = File("/proc/self/status"), public val sampled: Boolean = false) {
    /** The larger of what the system and what the looks found, swapped pages included; 0 for none. */
    public var peakWithSwap: Long = 0
        private set
    private var mostResident = 0L

    public fun look(): Taken {
        val fields = if (status.canRead()) kibibytes(status.readText()) else emptyMap()
        val resident = fields["VmRSS"]
        mostResident = max(mostResident, resident ?: 0)
        val peak = if (sampled) mostResident.takeIf { it > 0 } else fields["VmHWM"]
        val now = Taken(resident, peak, fields["VmSwap"])
        peakWithSwap = max(peakWithSwap, max(now.withSwap ?: 0, now.peak ?: 0))
        return now
    }
}

/** The lines "Name:  123 kB" of a file in /proc, in bytes. */
public fun kibibytes(text: String): Map<String, Long> = text.lines().mapNotNull { line ->
    val words = line.substringAfter(':', "").trim().split(' ')
    val number = words[0].toLongOrNull()
    if (words.size == 2 && words[1] == "kB" && number != null) line.substringBefore(':') to number * KIB else null
}.toMap()

private const val KIB = 1024L
