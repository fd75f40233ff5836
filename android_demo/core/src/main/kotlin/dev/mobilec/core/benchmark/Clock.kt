package dev.mobilec.core.benchmark

import kotlin.math.roundToLong

/** Between two moments of a clock that never goes back, given in nanoseconds. */
internal fun milliseconds(began: Long, ended: Long): Double = (ended - began) / NANOSECONDS

/** Four digits of a millisecond: finer than any clock of a phone. */
internal fun rounded(milliseconds: Double): Double = (milliseconds * DIGITS).roundToLong() / DIGITS

/** (milliseconds, what it gave). */
internal fun <T> timed(work: () -> T): Pair<Double, T> {
    val began = System.nanoTime()
    val result = work()
    return rounded(milliseconds(began, System.nanoTime())) to result
}

private const val NANOSECONDS = 1e6
private const val DIGITS = 1e4
