package dev.mobilec.app.engines

import java.io.File
import java.io.IOException

/** What Linux says of the processor. [features]: of its first core, by Linux's names. */
data class Processor(val features: Set<String>) {
    /** LSE atomics (ARMv8.1), which the arm64 library of ExecuTorch executes without asking. */
    val hasAtomics: Boolean
        get() = "atomics" in features
}

/** Reads /proc/cpuinfo; null where it cannot be read or names no features. */
fun processor(cpuinfo: File = File("/proc/cpuinfo")): Processor? = try {
    cpuinfo.useLines { lines ->
        lines.firstOrNull { it.substringBefore(':').trim() in NAMES }
            ?.let { Processor(it.substringAfter(':').split(' ').filter(String::isNotBlank).toSet()) }
    }
} catch (_: IOException) {
    null
}

/** ARM says Features, x86 says flags. */
private val NAMES = setOf("Features", "flags")
