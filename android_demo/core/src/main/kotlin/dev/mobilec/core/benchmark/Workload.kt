package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.CLASSIFICATION
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.manifest.TranslatorGolden
import java.io.Closeable

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

internal const val MIDDLE = "middle"
