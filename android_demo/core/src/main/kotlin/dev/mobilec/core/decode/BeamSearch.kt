package dev.mobilec.core.decode

import dev.mobilec.core.manifest.EarlyStopping
import dev.mobilec.core.manifest.GenerationSettings
import kotlin.math.max
import kotlin.math.pow

/** The score of a place that nobody has taken. */
private const val WORST = -1e9f

/** The hypotheses that go on, best first, with the sums of their log-probabilities. */
private class Running(val tokens: List<IntArray>, val scores: FloatArray) {
    val length get() = tokens[0].size
}

/** The best translations so far, best first; [ended] is false for places still empty. */
private class Finished(val tokens: List<IntArray>, val scores: FloatArray, val ended: BooleanArray)

/** Hypotheses with one token more, best first: more than there are beams, as some may end. */
private class Candidates(
    val tokens: List<IntArray>,
    val scores: FloatArray,
    val origins: IntArray,
    val ends: BooleanArray,
)

/**
 * Beam search as transformers does it (GenerationMixin._beam_search), step by step equal to
 * exporters/decode/beam.py. From the start token on.
 */
internal fun beamSearch(model: StepModel, ids: LongArray, settings: GenerationSettings): IntArray {
    refuseUnfit(model, settings)
    model.encode(ids)
    val constraints = Constraints(settings, ids)
    var running = start(settings)
    var finished = nothing(settings)
    while (true) {
        val last = IntArray(running.tokens.size) { running.tokens[it].last() }
        val logits = model.step(last, running.length - 1)
        val candidates = candidates(running, logits, constraints, settings)
        finished = finished(finished, candidates, settings)
        val kept = best(unended(candidates), settings.numBeams)
        running = Running(kept.places.map { candidates.tokens[it] }, kept.scores)
        if (candidates.ends.all { it } || !improvable(running, finished, settings)) return finished.tokens[0]
        model.reorder(IntArray(kept.places.size) { candidates.origins[kept.places[it]] })
    }
}

/** One hypothesis and copies of it that count for nothing, or all beams would stay the same. */
private fun start(settings: GenerationSettings) = Running(
    List(settings.numBeams) { intArrayOf(settings.startId) },
    FloatArray(settings.numBeams) { if (it == 0) 0f else WORST },
)

private fun nothing(settings: GenerationSettings) = Finished(
    List(settings.numBeams) { intArrayOf(settings.startId) },
    FloatArray(settings.numBeams) { WORST },
    BooleanArray(settings.numBeams),
)

/** The best continuations of all hypotheses together; logits (beams, vocabulary), changed. */
private fun candidates(
    running: Running,
    logits: Array<FloatArray>,
    constraints: Constraints,
    settings: GenerationSettings,
): Candidates {
    logits.forEach(::logSoftmax)
    constraints.apply(logits, running.tokens)
    val chosen = best(logits, running.scores, max(2, 1 + settings.eosIds.size) * settings.numBeams)
    refuseNoNumber(chosen.scores[0], settings)
    val vocabulary = logits[0].size
    val origins = IntArray(chosen.places.size) { chosen.places[it] / vocabulary }
    val tokens = origins.mapIndexed { at, origin -> running.tokens[origin] + chosen.places[at] % vocabulary }
    val full = running.length + 1 >= settings.maxLength
    val ends = BooleanArray(tokens.size) { full || tokens[it].last() in settings.eosIds }
    return Candidates(tokens, chosen.scores, origins, ends)
}

/** Scores by which those that end come last. */
private fun unended(candidates: Candidates) =
    FloatArray(candidates.scores.size) { candidates.scores[it] + if (candidates.ends[it]) WORST else 0f }

/**
 * The best of what was finished and what ends now; only as many as there are beams may end.
 *
 * score = sum of log-probabilities / (tokens after the start) ** length_penalty
 */
private fun finished(before: Finished, candidates: Candidates, settings: GenerationSettings): Finished {
    val divisor = penalty(candidates.tokens[0].size - 1, settings)
    val ended = BooleanArray(candidates.ends.size) { candidates.ends[it] && it < settings.numBeams }
    val scores = FloatArray(ended.size) { candidates.scores[it] / divisor + if (ended[it]) 0f else WORST }
    val kept = best(before.scores + scores, settings.numBeams)
    val tokens = before.tokens + candidates.tokens
    val all = before.ended + ended
    val places = kept.places
    return Finished(places.map { tokens[it] }, kept.scores, BooleanArray(places.size) { all[places[it]] })
}

/** Whether the best running hypothesis may still push out a finished one. */
private fun improvable(running: Running, finished: Finished, settings: GenerationSettings): Boolean {
    if (settings.earlyStopping == EarlyStopping.ALWAYS && finished.ended.all { it }) return false
    val kindest = settings.earlyStopping == EarlyStopping.NEVER && settings.lengthPenalty > 0
    // Scores are negative, so the longest that it may become is the kindest to it.
    val length = if (kindest) settings.maxLength else running.length
    val reachable = running.scores[0] / penalty(length - 1, settings)
    val least = finished.scores.minOrNull() ?: WORST
    return finished.ended.any { reachable > if (it) least else WORST }
}

private fun penalty(tokens: Int, settings: GenerationSettings): Float =
    tokens.toDouble().pow(settings.lengthPenalty).toFloat()
