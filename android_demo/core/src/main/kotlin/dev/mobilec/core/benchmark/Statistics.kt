package dev.mobilec.core.benchmark

import kotlin.math.floor
import kotlin.math.min
import kotlin.math.sqrt

/**
 * What samples of a latency say: the twin of mobilec/benchmarking/statistics.py, both held to
 * tests/fixtures/statistics.json.
 *
 * [std]: with n - 1, 0 of one sample. [p50] ...: by linear interpolation between the two nearest
 * samples (type 7 of Hyndman and Fan, 1996). [trimmedMean]: without the floor(n / 10) smallest and
 * as many of the largest. [cv]: std / mean. [spread]: the same of the samples that the trimmed mean
 * keeps. Both are 0 where the mean is 0.
 */
public data class Statistics(
    val count: Int,
    val mean: Double,
    val std: Double,
    val min: Double,
    val p50: Double,
    val p90: Double,
    val p95: Double,
    val p99: Double,
    val max: Double,
    val trimmedMean: Double,
    val cv: Double,
    val spread: Double,
)

/** Of one sample or more. */
public fun statistics(samples: List<Double>): Statistics {
    require(samples.isNotEmpty()) { "statistics of no samples were asked for" }
    val ordered = samples.sorted()
    val cut = ordered.size / TRIMMED
    val kept = ordered.subList(cut, ordered.size - cut)
    return Statistics(
        count = ordered.size,
        mean = mean(ordered),
        std = std(ordered),
        min = ordered.first(),
        p50 = percentile(ordered, 50.0),
        p90 = percentile(ordered, 90.0),
        p95 = percentile(ordered, 95.0),
        p99 = percentile(ordered, 99.0),
        max = ordered.last(),
        trimmedMean = mean(kept),
        cv = share(std(ordered), mean(ordered)),
        spread = share(std(kept), mean(kept)),
    )
}

/** Of ascending samples: the value at percent / 100 * (n - 1), between two neighbours. */
internal fun percentile(ordered: List<Double>, percent: Double): Double {
    val place = percent / 100 * (ordered.size - 1)
    val below = floor(place).toInt()
    val above = min(below + 1, ordered.size - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
}

/** Half of the samples are less; of an even number the mean of the two in the middle. */
internal fun median(samples: List<Double>): Double = percentile(samples.sorted(), 50.0)

private fun mean(samples: List<Double>): Double = samples.sum() / samples.size

/** sqrt(sum (x - mean)^2 / (n - 1)); exactly 0 where all samples are equal. */
private fun std(ordered: List<Double>): Double {
    if (ordered.first() == ordered.last()) return 0.0
    val mean = mean(ordered)
    return sqrt(ordered.sumOf { (it - mean) * (it - mean) } / (ordered.size - 1))
}

private fun share(part: Double, whole: Double): Double = if (whole == 0.0) 0.0 else part / whole

/** One in so many samples is left out at each end of the trimmed mean. */
private const val TRIMMED = 10
