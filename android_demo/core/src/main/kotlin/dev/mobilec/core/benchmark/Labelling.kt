package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.goldens.Goldens
import dev.mobilec.core.goldens.askGoldens
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.run.loaded
import dev.mobilec.core.run.tokenizerOf

/** A classifier's workload. A text of the goldens that has a pair there runs with it. */
internal class Labelling(private val bundle: Bundle, private val engine: Engine, private val threads: Int) : Workload {
    private val tokenizer = tokenizerOf(bundle)
    private val pairs = (bundle.golden as ClassifierGolden).sentences.reversed().associate { it.text to it.pair }
    private lateinit var program: ClockedProgram
    private lateinit var classifier: Classifier

    override fun load() {
        program = ClockedProgram(loaded(bundle, engine, threads))
        classifier = Classifier.of(bundle, program, tokenizer)
    }

    override fun close() = classifier.close()

    override fun run(text: String): Pass {
        val began = System.nanoTime()
        val encoding = classifier.encode(text, pairs[text])
        val encoded = System.nanoTime()
        val logits = classifier.logits(encoding)
        val ran = System.nanoTime()
        val label = classifier.label(logits)
        val marks = longArrayOf(began, encoded, ran, System.nanoTime())
        return Pass(marks, program.taken(), encoding.ids.size, null, label)
    }

    override fun goldens(): Goldens = askGoldens(classifier, bundle, engine.name).also { program.taken() }
}
