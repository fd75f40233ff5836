package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.TranslatorGolden
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
        translator = Translator.of(bundle, program, words)
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
        return Pass(marks, program.taken(), ids.size, tokens.size - 1, translation)
    }

    /** Logits after forced tokens within the tolerance of the format, and greedy tokens. */
    override fun goldens(): Goldens {
        val golden = bundle.golden as TranslatorGolden
        val wrongIds = golden.sentences.firstOrNull { !words.ids(it.text).contentEquals(it.ids) }
        val probes = golden.probes.filter { it.padding == 0 }
        val far = relativeError(probes.flatMap { it.logits }, probes.flatMap { forced(it, golden.vocabulary) })
        val tolerance = golden.tolerance.getValue(engine.name)
        val greedy = translator.settings.copy(numBeams = 1)
        val said = golden.sentences.map { translator.tokens(it.ids, greedy) }
        program.taken()
        val same = said.indices.map { said[it].contentEquals(golden.sentences[it].greedy) }
        val difference = when {
            wrongIds != null -> otherIds(wrongIds.text, wrongIds.ids, words.ids(wrongIds.text))
            far != null && far <= tolerance -> null
            else -> same.indexOf(false).coerceAtLeast(0).let { at ->
                val sentence = golden.sentences[at]
                Difference(sentence.text, words.text(sentence.greedy), words.text(said[at]))
            }
        }
        return Goldens(difference == null, same.size, same.count { it }, far, tolerance, difference)
    }

    /** (positions, vocabulary of the golden): the logits after the forced tokens. */
    private fun forced(probe: TranslatorGolden.Probe, vocabulary: IntArray): List<FloatArray> {
        translator.model.encode(probe.ids)
        return probe.forced.indices.mapNotNull { at ->
            val logits = translator.model.step(intArrayOf(probe.forced[at]), at)[0]
            if (at in probe.positions) FloatArray(vocabulary.size) { logits[vocabulary[it]] } else null
        }
    }
}
