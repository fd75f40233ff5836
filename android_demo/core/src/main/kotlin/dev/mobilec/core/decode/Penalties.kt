package dev.mobilec.core.decode

import dev.mobilec.core.manifest.Bias
import dev.mobilec.core.manifest.Decay
import kotlin.math.abs
import kotlin.math.pow

/**
 * Scores of one hypothesis that become smaller or larger, but are not taken away, in float32 as in
 * exporters/decode/penalties.py. Of what was said, the first [length] of [said] count.
 */
internal fun addBias(row: FloatArray, said: IntArray, length: Int, biases: List<Bias>) {
    val added = HashMap<Int, Float>()
    for (bias in biases) {
        val begun = bias.tokens.size - 1
        if (begun <= length && (0 until begun).all { said[length - begun + it] == bias.tokens[it] }) {
            added.merge(bias.tokens.last(), bias.added.toFloat(), Float::plus)
        }
    }
    for ((token, sum) in added) row[token] += sum
}

/** Makes each of [tokens] once as unlikely as [penalty] says; one without a score has none here. */
internal fun penalize(row: FloatArray, tokens: Set<Int>, penalty: Double) {
    val factor = penalty.toFloat()
    for (token in tokens) {
        if (token < row.size) row[token] = if (row[token] < 0) row[token] * factor else row[token] / factor
    }
}

/** Raises the ends after [said] tokens behind the start; one that was forbidden stays so. */
internal fun hurry(row: FloatArray, ends: List<Int>, decay: Decay, said: Int) {
    if (said <= decay.start) return
    val share = (decay.factor.pow(said - decay.start) - 1).toFloat()
    for (end in ends) if (row[end].isFinite()) row[end] += abs(row[end]) * share
}

/** No infinity and nothing that is no number is left. */
internal fun makeNumbers(row: FloatArray) {
    for (at in row.indices) {
        row[at] = if (row[at].isNaN()) 0f else row[at].coerceIn(-Float.MAX_VALUE, Float.MAX_VALUE)
    }
}
