package dev.mobilec.core.manifest

import dev.mobilec.core.Refused

/** When a beam search ends: see [GenerationSettings]. */
enum class EarlyStopping { ALWAYS, WHEN_NOT_BETTER, NEVER }

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
 */
data class GenerationSettings(
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
) {
    init {
        if (numBeams < 1) throw Refused("$numBeams beams were asked for; the fewest are 1 (greedy)")
        if (maxLength < 2) throw Refused("max_length $maxLength leaves no token after the start")
    }

    /**
     * Whether a translation, from the start token on, ended because there was no room for more. A
     * token that is forced where the limit is reached ends every such one; among those may be one
     * that would have ended there by itself.
     */
    fun fills(tokens: IntArray): Boolean =
        tokens.size >= maxLength && (forcedEos.isNotEmpty() || tokens.last() !in eosIds)
}
