package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.GenerationSettings

/** The translation of a source that the settings ask for, from the start token on. */
public fun search(model: StepModel, ids: LongArray, settings: GenerationSettings): IntArray =
    if (settings.numBeams == 1) greedy(model, ids, settings) else beamSearch(model, ids, settings)

/** The likeliest token at each step; equal to exporters/decode/greedy.py. */
internal fun greedy(model: StepModel, ids: LongArray, settings: GenerationSettings): IntArray {
    refuseUnfit(model, settings)
    model.encode(ids)
    // Which score is the largest does not depend on what they add up to.
    val constraints = Constraints(settings.copy(renormalize = false), ids)
    val tokens = IntArray(settings.maxLength) { settings.startId }
    for (length in 1 until settings.maxLength) {
        val logits = model.step(intArrayOf(tokens[length - 1]), length - 1)[0]
        constraints.apply(logits, tokens, length)
        tokens[length] = likeliest(logits)
        refuseNoNumber(logits[tokens[length]], settings)
        if (tokens[length] in settings.eosIds) return tokens.copyOf(length + 1)
    }
    return tokens
}

/**
 * The best of a step's scores, which is no number where any is none. Settings that let the end grow likelier may make it
 * infinitely likely, as in transformers.
 */
internal fun refuseNoNumber(score: Float, settings: GenerationSettings) {
    val name = if (score.isNaN()) "nan" else "inf"
    if (score.isNaN() || (score == Float.POSITIVE_INFINITY && settings.decay == null)) {
        throw Refused(
            "the program answers with a score of $name, and nothing can be chosen by that; export it again, or set " +
                "remove_invalid_values in generation_config.json before",
        )
    }
}

/** Refuses settings for which the model was not made, before any work. */
internal fun refuseUnfit(model: StepModel, settings: GenerationSettings) {
    if (settings.numBeams > model.hypotheses) {
        throw Refused(
            "${settings.numBeams} beams were asked for, but this program extends ${model.hypotheses} hypotheses " +
                "a step; ask for fewer, or export it for more",
        )
    }
    if (settings.maxLength - 1 > model.capacity) {
        throw Refused(
            "up to ${settings.maxLength - 1} tokens were asked for, but this program has room for " +
                "${model.capacity}; ask for fewer",
        )
    }
}
