package dev.mobilec.core.goldens

import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.text.Encoding
import kotlin.math.abs

/**
 * Asks a loaded classifier the goldens of its [bundle]: logits within the tolerance of the [format], over all sentences
 * together, from their texts. [between] is called before each question; what it throws ends the check.
 */
public fun askGoldens(classifier: Classifier, bundle: Bundle, format: String, between: () -> Unit = {}): Goldens {
    val golden = bundle.golden as ClassifierGolden
    val wrong = golden.sentences.firstOrNull { !isEqual(it, classifier.encode(it.text, it.pair)) }
    val expected = golden.sentences.map { it.logits }
    val found = golden.sentences.map {
        between()
        classifier.logits(Encoding(it.ids, it.types))
    }
    val far = relativeError(expected, found)
    val tolerance = golden.tolerance.getValue(format)
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
