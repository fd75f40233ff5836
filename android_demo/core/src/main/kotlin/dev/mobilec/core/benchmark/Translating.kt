package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.goldens.askGoldens
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.run.Translator
import dev.mobilec.core.run.loaded
import dev.mobilec.core.run.wordsOf

/** A translator's workload. */
internal class Translating(
    private val bundle: Bundle,
    private val engine: Engine,
    private val threads: Int,
) : Workload {
    private val words = wordsOf(bundle)
    private lateinit var program: ClockedProgram
    private lateinit var translator: Translator

    override fun load() {
        program = ClockedProgram(loaded(bundle, engine, threads))
        translator = Translator.of(bundle, engine.name, program, words)
    }

    override fun close() = translator.close()

    override fun run(text: String): Pass {
        val began = System.nanoTime()
        val ids = words.ids(text)
        val encoded = System.nanoTime()
        val tokens = translator.tokens(ids)
        val ran = System.nanoTime()
        val translation = words.text(tokens)
        val marks = longArrayOf(began, encoded, ran, System.nanoTime())
        // The start token was given, not made.
        return Pass(marks, program.taken(), ids.size, tokens.size - 1, translation, translator.step)
    }

    override fun goldens(): Goldens = askGoldens(translator, bundle, engine.name).also { program.taken() }
}
