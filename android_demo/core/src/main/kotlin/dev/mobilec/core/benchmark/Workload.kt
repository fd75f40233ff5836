package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.CLASSIFICATION
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.manifest.TranslatorGolden
import java.io.Closeable

/** A call of a method, in nanoseconds of a monotonic clock. */
internal class Called(val method: String, val began: Long, val ended: Long)

/** A program that keeps when each call began and ended. */
internal class ClockedProgram(private val program: Program) : Program by program {
    private var calls = ArrayList<Called>()

    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
        val began = System.nanoTime()
        val outputs = program.run(method, inputs)
        calls.add(Called(method, began, System.nanoTime()))
        return outputs
    }

    /** The calls so far; the next ones start a new list. */
    fun taken(): List<Called> = calls.also { calls = ArrayList() }
}

/**
 * One sentence, from text to text. [marks]: nanoseconds before the text, after its ids, after the
 * program, after the answer.
 */
internal class Pass(
    private val marks: LongArray,
    val calls: List<Called>,
    val sourceTokens: Int,
    val targetTokens: Int?,
    val answer: String,
) {
    val totalMs get() = milliseconds(marks[0], marks[3])
    val tokenizeMs get() = milliseconds(marks[0], marks[1])
    val runMs get() = milliseconds(marks[1], marks[2])
    val detokenizeMs get() = milliseconds(marks[2], marks[3])

    /** When the program was asked. */
    val asked get() = marks[1]
}

/** What a task does with one sentence, each step timed. Its tokenizer is ready; [close] lets go of the program. */
internal interface Workload : Closeable {
    /** The program, to its last method. */
    fun load()

    fun run(text: String): Pass

    /** The check that comes before anything is timed. */
    fun goldens(): Goldens
}

internal fun workload(bundle: Bundle, engine: Engine, threads: Int): Workload = when (bundle.manifest.task) {
    CLASSIFICATION -> Labelling(bundle, engine, threads)
    else -> Translating(bundle, engine, threads)
}

/**
 * Real sentences by name, from the bundle's goldens: the first, the one at half and the last when
 * they are sorted by their tokens; of equally long ones the first of the goldens is the longest.
 */
internal fun sentences(bundle: Bundle): Map<String, String> {
    val texts = when (val golden = bundle.golden) {
        is ClassifierGolden -> golden.sentences.map { it.text to it.ids.size }
        is TranslatorGolden -> golden.sentences.map { it.text to it.ids.size }
    }
    val ordered = texts.sortedBy { it.second }
    val longest = texts.first { it.second == ordered.last().second }
    val middle = ordered[ordered.size / 2]
    return linkedMapOf("short" to ordered[0].first, MIDDLE to middle.first, "longest" to longest.first)
}

internal fun milliseconds(began: Long, ended: Long): Double = (ended - began) / NANOSECONDS

internal const val MIDDLE = "middle"
private const val NANOSECONDS = 1e6
