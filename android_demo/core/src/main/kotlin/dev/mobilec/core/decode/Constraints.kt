package dev.mobilec.core.decode

import dev.mobilec.core.manifest.GenerationSettings

/**
 * What may come next: scores that are weighed, taken away or forced, in the order of transformers
 * (the classes named below are of its logits_process.py) and of exporters/decode/constraints.py.
 * Sorted once by when they matter. [source]: the ids that are translated.
 */
internal class Constraints(private val settings: GenerationSettings, source: LongArray) {
    private val source = IntArray(source.size) { Math.toIntExact(source[it]) }
    private val sourceTokens = this.source.toSet()
    private val words = settings.badWords.filterNot { it.size == 1 && it[0] in settings.eosIds }
    private val single = words.filter { it.size == 1 }.map { it[0] }
    private val longer = words.filter { it.size > 1 }

    // Where there is room for one token only, it is both, and the last in order decides.
    private val forced = buildMap {
        settings.forcedBos?.let { put(1, listOf(it)) }
        if (settings.forcedEos.isNotEmpty()) put(settings.maxLength - 1, settings.forcedEos)
    }
    private val firstFree = if (settings.forcedBos == null) 1 else 2

    /** Changes scores (n, vocabulary) for the token after each hypothesis, all of one length. */
    fun apply(scores: Array<FloatArray>, tokens: List<IntArray>) {
        val length = tokens[0].size
        for ((row, said) in scores.zip(tokens)) apply(row, said, length)
    }

    /** The same of one hypothesis: the first [length] of [said]. */
    fun apply(row: FloatArray, said: IntArray, length: Int) {
        val only = forced[length]
        if (only != null) {
            force(row, only)
        } else {
            weigh(row, said, length)
            forbidSaid(row, said, length)
            forbid(row, single)
            if (length < settings.minLength) forbid(row, settings.eosIds)
        }
        if (settings.removeInvalid) makeNumbers(row)
        settings.decay?.let { hurry(row, settings.eosIds, it, length - 1) }
        forbid(row, settings.suppress)
        if (length == firstFree) forbid(row, settings.beginSuppress)
        if (settings.renormalize) logSoftmax(row)
    }

    private fun weigh(row: FloatArray, said: IntArray, length: Int) {
        if (settings.sequenceBias.isNotEmpty()) addBias(row, said, length, settings.sequenceBias)
        if (settings.encoderRepetitionPenalty != 1.0) {
            penalize(row, sourceTokens, 1 / settings.encoderRepetitionPenalty)
        }
        if (settings.repetitionPenalty != 1.0) {
            penalize(row, (0 until length).mapTo(HashSet()) { said[it] }, settings.repetitionPenalty)
        }
    }

    private fun forbidSaid(row: FloatArray, said: IntArray, length: Int) {
        if (settings.noRepeatNgram > 0) forbidContinued(row, said, length, said, length, settings.noRepeatNgram)
        if (settings.encoderNoRepeatNgram > 0) {
            forbidContinued(row, said, length, source, source.size, settings.encoderNoRepeatNgram)
        }
        for (word in longer) {
            val begun = word.size - 1
            if (begun <= length && (0 until begun).all { said[length - begun + it] == word[it] }) {
                row[word.last()] = Float.NEGATIVE_INFINITY
            }
        }
    }

    /**
     * The end of what was said does not become a row of [size] tokens of the first [count] of
     * [tokens]; those without a score cannot come anyway. (NoRepeatNGramLogitsProcessor,
     * EncoderNoRepeatNGramLogitsProcessor)
     */
    private fun forbidContinued(row: FloatArray, said: IntArray, length: Int, tokens: IntArray, count: Int, size: Int) {
        val begun = size - 1
        if (length < begun) return
        for (start in 0 until count - begun) {
            if ((0 until begun).all { tokens[start + it] == said[length - begun + it] }) {
                val last = tokens[start + begun]
                if (last < row.size) row[last] = Float.NEGATIVE_INFINITY
            }
        }
    }

    private fun forbid(row: FloatArray, tokens: List<Int>) {
        for (token in tokens) row[token] = Float.NEGATIVE_INFINITY
    }

    /** 0 for the forced tokens and -inf for all others. (ForcedBOSTokenLogitsProcessor) */
    private fun force(row: FloatArray, tokens: List<Int>) {
        row.fill(Float.NEGATIVE_INFINITY)
        for (token in tokens) row[token] = 0f
    }
}
