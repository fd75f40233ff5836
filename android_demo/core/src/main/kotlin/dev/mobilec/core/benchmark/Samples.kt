package dev.mobilec.core.benchmark

import kotlin.math.roundToLong

/** All passes of one sentence as run.json has them. */
internal fun sentence(name: String, text: String, passes: List<Pass>): Sentence {
    val first = passes[0]
    val runMs = series(passes.map { it.runMs })
    return Sentence(
        name = name,
        text = text,
        sourceTokens = first.sourceTokens,
        targetTokens = first.targetTokens,
        answer = first.answer,
        totalMs = series(passes.map { it.totalMs }),
        tokenizeMs = series(passes.map { it.tokenizeMs }),
        runMs = runMs,
        detokenizeMs = series(passes.map { it.detokenizeMs }),
        methods = first.calls.map { it.method }.distinct().associateWith { series(calls(passes, it)) },
        translation = first.targetTokens?.let { translation(passes, it, runMs) },
    )
}

/** Four digits of a millisecond: finer than any clock of a phone. */
internal fun rounded(milliseconds: Double): Double = (milliseconds * DIGITS).roundToLong() / DIGITS

internal fun series(samples: List<Double>) = Series(samples.map(::rounded))

private fun calls(passes: List<Pass>, method: String): List<Double> =
    passes.flatMap { pass -> pass.calls.filter { it.method == method }.map { milliseconds(it.began, it.ended) } }

private fun translation(passes: List<Pass>, tokens: Int, runMs: Series): TranslationTimes {
    val steps = passes.map { pass -> pass.calls.filter { it.method == DECODE } }
    val between = steps.flatMap { calls -> calls.zipWithNext { one, next -> milliseconds(one.ended, next.ended) } }
    return TranslationTimes(
        encodeMs = series(calls(passes, "encode")),
        firstTokenMs = series(passes.zip(steps) { pass, calls -> milliseconds(pass.asked, calls[0].ended) }),
        // A translation of one step has no time between steps: its only step stands for it.
        perTokenMs = series(between.ifEmpty { calls(passes, DECODE) }),
        tokensPerSecond = runMs.statistics.p50.let { if (it > 0) rounded(SECOND_MS * tokens / it) else 0.0 },
    )
}

private const val DECODE = "decode"
private const val SECOND_MS = 1000
private const val DIGITS = 1e4
