package dev.mobilec.core.benchmark

import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.manifest.TranslatorGolden
import dev.mobilec.core.run.Classifier
import dev.mobilec.core.run.Translator
import dev.mobilec.core.text.Encoding
import kotlin.math.abs

/**
 * Asks a loaded translator the goldens of its [bundle]: logits after forced tokens within the tolerance of the
 * [format], and greedy tokens. [between] is called before each question; what it throws ends the check.
 */
public fun askGoldens(translator: Translator, bundle: Bundle, format: String, between: () -> Unit = {}): Goldens {
    val golden = bundle.golden as TranslatorGolden
    val words = translator.words
    val wrongIds = golden.sentences.firstOrNull { !words.ids(it.text).contentEquals(it.ids) }
    val probes = golden.probes.filter { it.padding == 0 }
    val logits = probes.flatMap {
        between()
        forced(translator, it, golden.vocabulary)
    }
    val far = relativeError(probes.flatMap { it.logits }, logits)
    val tolerance = golden.tolerance.getValue(format)
    val greedy = translator.settings.copy(numBeams = 1)
    val said = golden.sentences.map {
        between()
        translator.tokens(it.ids, greedy)
    }
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

/** (positions, vocabulary of the golden): the logits after the forced tokens. */
private fun forced(
    translator: Translator,
    probe: TranslatorGolden.Probe,
    vocabulary: IntArray,
): List<FloatArray> {
    translator.model.encode(probe.ids)
    return probe.forced.indices.mapNotNull { at ->
        val logits = translator.model.step(intArrayOf(probe.forced[at]), at)[0]
        if (at in probe.positions) FloatArray(vocabulary.size) { logits[vocabulary[it]] } else null
    }
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

/** A text of which this tokenizer makes other ids than the model was trained with. */
private fun otherIds(text: String, expected: LongArray, found: LongArray) =
    Difference(text, "the ids ${expected.toList()}", "the ids ${found.toList()}")

private fun apart(expected: DoubleArray, found: FloatArray): Double = expected.indices.maxOf { at ->
    abs(expected[at] - found[at]).let { if (it.isNaN()) Double.POSITIVE_INFINITY else it }
}
