package dev.mobilec.core.benchmark

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.run.loaded
import dev.mobilec.core.run.tokenizerOf
import dev.mobilec.core.text.Encoding
import kotlin.math.abs

/** A classifier's workload. A text of the goldens that has a pair there runs with it. */
internal class Labelling(private val bundle: Bundle, private val engine: Engine, private val threads: Int) : Workload {
    private val tokenizer = tokenizerOf(bundle)
    private val golden = bundle.golden as ClassifierGolden
    private val pairs = golden.sentences.reversed().associate { it.text to it.pair }
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

    /** Logits within the tolerance of the format, over all sentences together, from their texts. */
    override fun goldens(): Goldens {
        val wrong = golden.sentences.firstOrNull { !isEqual(it, classifier.encode(it.text, it.pair)) }
        val expected = golden.sentences.map { it.logits }
        val found = golden.sentences.map { classifier.logits(Encoding(it.ids, it.types)) }
        program.taken()
        val far = relativeError(expected, found)
        val tolerance = golden.tolerance.getValue(engine.name)
        val worst = golden.sentences.indices.maxByOrNull { apart(expected[it], found[it]) } ?: 0
        val difference = when {
            wrong != null -> otherIds(wrong, classifier.encode(wrong.text, wrong.pair))
            far != null && far <= tolerance -> null
            else -> Difference(
                golden.sentences[worst].text,
                expected[worst].toList().toString(),
                found[worst].toList().toString(),
            )
        }
        val equal = golden.sentences.indices.count { classifier.label(found[it]) == golden.sentences[it].label }
        return Goldens(difference == null, expected.size, equal, far, tolerance, difference)
    }

    /** Types count where the program reads them. */
    private fun isEqual(sentence: ClassifierGolden.Sentence, found: Encoding): Boolean =
        sentence.ids.contentEquals(found.ids) && (sentence.types.isEmpty() || sentence.types.contentEquals(found.types))

    private fun otherIds(sentence: ClassifierGolden.Sentence, found: Encoding): Difference =
        if (sentence.ids.contentEquals(found.ids)) {
            Difference(sentence.text, "the types ${sentence.types.toList()}", "the types ${found.types.toList()}")
        } else {
            otherIds(sentence.text, sentence.ids, found.ids)
        }

    private fun apart(expected: DoubleArray, found: FloatArray): Double = expected.indices.maxOf { at ->
        abs(expected[at] - found[at]).let { if (it.isNaN()) Double.POSITIVE_INFINITY else it }
    }
}

/** A text of which this tokenizer makes other ids than the model was trained with. */
internal fun otherIds(text: String, expected: LongArray, found: LongArray) =
    Difference(text, "the ids ${expected.toList()}", "the ids ${found.toList()}")
