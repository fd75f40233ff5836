package dev.mobilec.core.benchmark

import dev.mobilec.core.manifest.ENCODE

/** A call of a method, in nanoseconds of a monotonic clock. */
internal class Called(val method: String, val began: Long, val ended: Long)

/**
 * One sentence, from text to text. [marks]: nanoseconds before the text, after its ids, after the
 * program, after the answer. [step]: the method that a translator calls for each token.
 */
internal class Pass(
    private val marks: LongArray,
    val calls: List<Called>,
    val sourceTokens: Int,
    val targetTokens: Int?,
    val answer: String,
    val step: String? = null,
) {
    val totalMs get() = milliseconds(marks[0], marks[3])
    val tokenizeMs get() = milliseconds(marks[0], marks[1])
    val runMs get() = milliseconds(marks[1], marks[2])
    val detokenizeMs get() = milliseconds(marks[2], marks[3])

    /** When the program was asked. */
    val asked get() = marks[1]
}

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

internal fun series(samples: List<Double>) = Series(samples.map(::rounded))

private fun calls(passes: List<Pass>, method: String): List<Double> =
    passes.flatMap { pass -> pass.calls.filter { it.method == method }.map { milliseconds(it.began, it.ended) } }

private fun translation(passes: List<Pass>, tokens: Int, runMs: Series): TranslationTimes {
    val steps = passes.map { pass -> pass.calls.filter { it.method == pass.step } }
    val between = steps.flatMap { calls -> calls.zipWithNext { one, next -> milliseconds(one.ended, next.ended) } }
    return TranslationTimes(
        encodeMs = series(calls(passes, ENCODE)),
        firstTokenMs = series(passes.zip(steps) { pass, calls -> milliseconds(pass.asked, calls[0].ended) }),
        // A translation of one step has no time between steps: its only step stands for it.
        perTokenMs = series(between.ifEmpty { steps.flatten().map { milliseconds(it.began, it.ended) } }),
        tokensPerSecond = runMs.statistics.p50.let { if (it > 0) rounded(SECOND_MS * tokens / it) else 0.0 },
    )
}

private const val SECOND_MS = 1000
