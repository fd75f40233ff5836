package dev.mobilec.core.decode

import kotlin.math.ln

/**
 * The arithmetic of a search, in float32 as in exporters/decode/scores.py: what rounds away there
 * (a score of -5 beside one of -1e9) decides ties.
 */
internal fun logSoftmax(row: FloatArray) {
    val largest = row.maxOrNull() ?: return
    var sum = 0.0
    for (at in row.indices) {
        val shifted = row[at] - largest
        row[at] = shifted
        sum += exponential(shifted)
    }
    val whole = ln(sum).toFloat()
    for (at in row.indices) row[at] -= whole
}

/** The index of the largest; the first of equals, and the first that is no number, where one is none. */
internal fun likeliest(row: FloatArray): Int {
    var best = 0
    for (at in row.indices) {
        if (row[at].isNaN()) return at
        if (row[at] > row[best]) best = at
    }
    return best
}

/** Places of some scores, and those scores, largest first; what is no number comes before all. */
internal class Best(val places: IntArray, val scores: FloatArray)

/**
 * The [count] largest of the rows put one after the other, after offsets[i] was added to row i; the
 * first of equals wins. One pass, as nearly all scores are below the smallest that was kept.
 */
internal fun best(rows: Array<FloatArray>, offsets: FloatArray, count: Int): Best {
    val places = IntArray(count)
    val scores = FloatArray(count)
    var kept = 0
    var start = 0
    for ((row, offset) in rows.zip(offsets.asIterable())) {
        for (at in row.indices) {
            val score = row[at] + offset
            if (kept == count && score <= scores[count - 1]) continue
            var place = if (kept < count) kept++ else count - 1
            while (place > 0 && (scores[place - 1] < score || score.isNaN())) {
                scores[place] = scores[place - 1]
                places[place] = places[place - 1]
                place--
            }
            scores[place] = score
            places[place] = start + at
        }
        start += row.size
    }
    return if (kept == count) Best(places, scores) else Best(places.copyOf(kept), scores.copyOf(kept))
}

/** The same of one row as it is. */
internal fun best(row: FloatArray, count: Int): Best = best(arrayOf(row), FloatArray(1), count)

/**
 * e^x for x <= 0, in float32 to 1e-7 of it: 2^n * e^r with |r| <= ln 2 / 2 and the polynomial of
 * Cephes (expf.c, S. Moshier). A search takes it of every word at every step, and Math.exp takes
 * longer for that than the program for the step.
 */
internal fun exponential(x: Float): Float {
    if (x < LEAST) return 0f
    val n = (x * LOG2_E - 0.5f).toInt()
    val r = x - n * LN2_HIGH - n * LN2_LOW
    var power = P0
    power = power * r + P1
    power = power * r + P2
    power = power * r + P3
    power = power * r + P4
    power = power * r + P5
    return (power * r * r + r + 1f) * java.lang.Float.intBitsToFloat((n + EXPONENT_BIAS) shl MANTISSA_BITS)
}

private const val LEAST = -87.3f
private const val LOG2_E = 1.44269504f
private const val LN2_HIGH = 0.693359375f
private const val LN2_LOW = -2.12194440e-4f
private const val P0 = 1.9875691500e-4f
private const val P1 = 1.3981999507e-3f
private const val P2 = 8.3334519073e-3f
private const val P3 = 4.1665795894e-2f
private const val P4 = 1.6666665459e-1f
private const val P5 = 5.0000001201e-1f
private const val EXPONENT_BIAS = 127
private const val MANTISSA_BITS = 23
