package dev.mobilec.core.benchmark

import dev.mobilec.core.goldens.Goldens
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

/** Of 1, where severe throttling starts; beyond this phones were seen to slow down with a status of none. */
private const val HEADROOM = 0.8

/** Of the looks at the core that a run is on: the spread leaves out as many samples. */
private const val LARGEST_SHARE_OF_SLOW = 0.10

/** What is to be known of a run, valid or not: the twin of mobilec/benchmarking/validity.py. */
internal fun notes(run: Run): List<Note> =
    listOfNotNull(headroom(run.conditions), slowCores(run)) + run.measured?.sentences.orEmpty().mapNotNull(::outliers)

private fun headroom(conditions: Conditions): Note? {
    val most = listOfNotNull(conditions.start.headroom, conditions.end.headroom).maxOrNull() ?: return null
    if (most <= HEADROOM) return null
    val said = "%.2f".format(java.util.Locale.ROOT, most)
    return Note(
        "headroom",
        "the thermal headroom was $said, where 1 is severe throttling: some phones slow down before their thermal " +
            "status says so",
    )
}

/** Which of its cores it measures on is the system's choice, and may be another one tomorrow. */
private fun slowCores(run: Run): Note? {
    val kinds = run.device.coreKinds.orEmpty()
    val slowest = kinds.minOfOrNull { it.maxMhz }?.takeIf { kinds.size > 1 } ?: return null
    val clocks = run.conditions.clocks.orEmpty()
    val looks = clocks.sumOf { it.looks }
    val slow = clocks.filter { it.maxMhz == slowest }.sumOf { it.looks }
    if (slow <= LARGEST_SHARE_OF_SLOW * looks) return null
    return Note(
        "slow_cores",
        "the run was on the slowest of ${kinds.size} kinds of cores, of ${slowest.roundToInt()} MHz at most, at " +
            "$slow of $looks looks",
    )
}

private fun outliers(sentence: Sentence): Note? {
    val said = sentence.totalMs.statistics
    if (said.max <= FARTHEST * said.p50 && said.cv <= LARGEST_VARIATION) return null
    return Note(
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
