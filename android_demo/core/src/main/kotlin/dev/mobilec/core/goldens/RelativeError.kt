package dev.mobilec.core.goldens

import kotlin.math.max
import kotlin.math.sqrt

/**
 * |found - expected| / |expected - its mean over the cases|, Frobenius norms of (cases, logits); as
 * exporters/verify/error.py. Null where a number is not finite.
 *
 * Centred, because only what differs between inputs tells them apart: a program that always gives
 * the mean answer has a high cosine and an error of 1.
 */
internal fun relativeError(expected: List<DoubleArray>, found: List<FloatArray>): Double? {
    if (found.any { row -> row.any { it.isNaN() || it.isInfinite() } }) return null
    val width = expected[0].size
    val mean = DoubleArray(width) { at -> expected.sumOf { it[at] } / expected.size }
    val off = norm(expected.size, width) { row, at -> found[row][at] - expected[row][at] }
    val centred = norm(expected.size, width) { row, at -> expected[row][at] - mean[at] }
    val size = norm(expected.size, width) { row, at -> expected[row][at] }
    return off / max(max(centred, FLAT * size), SMALLEST)
}

private fun norm(rows: Int, width: Int, number: (Int, Int) -> Double): Double {
    var sum = 0.0
    for (row in 0 until rows) for (at in 0 until width) sum += number(row, at).let { it * it }
    return sqrt(sum)
}

/** Answers that vary less than this share of their size are measured against their size. */
private const val FLAT = 1e-2

/** float32's own, as there is nothing to divide by where all answers are 0. */
private const val SMALLEST = 1.17549435e-38
