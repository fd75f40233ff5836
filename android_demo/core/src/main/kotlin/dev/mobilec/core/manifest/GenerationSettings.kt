package dev.mobilec.core.manifest

import dev.mobilec.core.Refused

/** When a beam search ends: see [GenerationSettings]. */
public enum class EarlyStopping { ALWAYS, WHEN_NOT_BETTER, NEVER }

/** [added] to the score of the last of [tokens] where the others came just before it. */
public data class Bias(val tokens: List<Int>, val added: Double) {
    init {
        if (tokens.isEmpty()) throw Refused("a bias names no token")
    }
}

/**
 * Ends come sooner: with n tokens said after the start, n > [start], the score s of an end is
 * s + |s| * ([factor] ** (n - start) - 1). A factor under 1 puts them off.
 */
public data class Decay(val start: Int, val factor: Double)

/**
 * The settings of one search. Lengths count the start token, as transformers counts them.
 *
 * [earlyStopping]: ALWAYS (true in the manifest) ends when [numBeams] translations are finished,
 * WHEN_NOT_BETTER (false) when the best unfinished one would not beat them if it ended now, NEVER
 * ("never") when it could not beat them at any length. [noRepeatNgram]: no n tokens in a row come
 * twice; 0 allows it. [badWords]: rows of tokens that never come. [forcedBos]: the first token
 * after the start. [forcedEos]: the last token where the limit is reached. [suppress]: tokens that
 * never come, [beginSuppress]: that do not come first. [renormalize]: scores are probabilities
 * again after constraints took some tokens away.
 *
 * [repetitionPenalty]: scores of tokens that were said are divided by it where they are over 0 and
 * multiplied where they are under; [encoderRepetitionPenalty]: those of the source's tokens the
 * other way round. [encoderNoRepeatNgram]: no n tokens in a row of the source are said; 0 allows
 * it. [sequenceBias]: of single tokens first. [decay]: null for none. [removeInvalid]: what is no
 * number counts 0, and what is infinite the largest or smallest number.
 */
public data class GenerationSettings(
    val startId: Int,
    val eosIds: List<Int>,
    val numBeams: Int = 1,
    val lengthPenalty: Double = 1.0,
    val earlyStopping: EarlyStopping = EarlyStopping.WHEN_NOT_BETTER,
    val minLength: Int = 0,
    val maxLength: Int = 21,
    val noRepeatNgram: Int = 0,
    val badWords: List<List<Int>> = emptyList(),
    val forcedBos: Int? = null,
    val forcedEos: List<Int> = emptyList(),
    val suppress: List<Int> = emptyList(),
    val beginSuppress: List<Int> = emptyList(),
    val renormalize: Boolean = false,
    val repetitionPenalty: Double = 1.0,
    val encoderRepetitionPenalty: Double = 1.0,
    val encoderNoRepeatNgram: Int = 0,
    val sequenceBias: List<Bias> = emptyList(),
    val decay: Decay? = null,
    val removeInvalid: Boolean = false,
) {
    init {
        if (numBeams < 1) throw Refused("$numBeams beams were asked for; the fewest are 1 (greedy)")
        if (maxLength < 2) throw Refused("max_length $maxLength leaves no token after the start")
        for (penalty in listOf(repetitionPenalty, encoderRepetitionPenalty)) {
            if (!(penalty > 0)) throw Refused("a penalty of $penalty was asked for; it is over 0, 1 for none")
        }
    }

    /**
     * Whether a translation, from the start token on, ended because there was no room for more. A
     * token that is forced where the limit is reached ends every such one; among those may be one
     * that would have ended there by itself.
     */
    public fun fills(tokens: IntArray): Boolean =
        tokens.size >= maxLength && (forcedEos.isNotEmpty() || tokens.last() !in eosIds)
}
