package dev.mobilec.core.benchmark

import kotlin.math.roundToInt

public const val DONE: Int = 0
public const val FAILED: Int = 1
public const val CANCELLED: Int = 130

/** Peers' own dashboards differ by more than that from run to run, and are not trusted for it. */
public const val LARGEST_SPREAD: Double = 0.10

/** All that speaks against a run: the twin of mobilec/benchmarking/validity.py. None makes it valid. */
internal fun reasons(run: Run): List<Reason> = listOfNotNull(
    Reason("failed", run.error ?: "no reason was given").takeIf { run.exitStatus == FAILED },
    Reason("cancelled", run.error ?: "it was cancelled").takeIf { run.exitStatus == CANCELLED },
    run.goldens?.takeUnless { it.passed }?.let { Reason("goldens", goldens(it)) },
) + run.measured?.let(::spread).orEmpty() + listOfNotNull(
    run.measured?.let { memory(run, it) },
    run.conditions.worst?.takeIf { it != Thermal.NONE }?.let {
        Reason("throttled", "the thermal status was ${it.word}; it must stay none")
    },
    run.conditions.interruptions?.takeIf { it > 0 }?.let {
        Reason("interrupted", "the app lost the foreground $it times; keep it on the screen")
    },
    Reason("power_save", "the system saved power").takeIf {
        run.conditions.start.powerSave == true || run.conditions.end.powerSave == true
    },
    Reason("debug_build", "${run.app.name} is a debug build, which is several times slower").takeIf {
        run.app.buildType == "debug"
    },
)

/** A sample of so many medians is no noise: the device did something else, or slept. */
private const val FARTHEST = 5

/** The spread leaves out the largest and smallest tenth of the samples; this one does not. */
private const val LARGEST_VARIATION = 0.5

/** What is to be known of a run, valid or not: the twin of mobilec/benchmarking/validity.py. */
internal fun notes(run: Run): List<Note> = run.measured?.sentences.orEmpty().mapNotNull { sentence ->
    val said = sentence.totalMs.statistics
    if (said.max <= FARTHEST * said.p50 && said.cv <= LARGEST_VARIATION) return@mapNotNull null
    Note(
        "outliers",
        "the ${sentence.name} sentence took ${milliseconds(said.max)} ms once, and ${milliseconds(said.p50)} ms in " +
            "the median: its mean and its upper percentiles say little",
    )
}

private fun milliseconds(number: Double) = "%.1f".format(java.util.Locale.ROOT, number)

private fun goldens(goldens: Goldens): String {
    val far = goldens.relativeError?.let { "%.3g".format(java.util.Locale.ROOT, it) } ?: "not finite"
    val message = "the golden inputs have a relative error of $far, ${goldens.tolerance} allowed"
    val worst = goldens.difference ?: return message
    return "$message: \"${worst.text}\" gave ${worst.found}, PyTorch gives ${worst.expected}"
}

private fun spread(measured: Measured): List<Reason> = measured.sentences.mapNotNull { sentence ->
    val spread = sentence.totalMs.statistics.spread
    if (spread <= LARGEST_SPREAD) return@mapNotNull null
    Reason(
        "spread",
        "the ${sentence.name} sentence has a spread of ${percent(spread)}, at most ${percent(LARGEST_SPREAD)} " +
            "is accepted",
    )
}

private fun memory(run: Run, measured: Measured): Reason? {
    val weights = run.variant.storedBytes.values.sum()
    val peak = measured.memory.peakWithSwapBytes ?: return null
    if (peak >= weights) return null
    return Reason("memory", "the peak of $peak bytes is smaller than the $weights of the constants")
}

private fun percent(share: Double) = "${(share * 100).roundToInt()} %"
