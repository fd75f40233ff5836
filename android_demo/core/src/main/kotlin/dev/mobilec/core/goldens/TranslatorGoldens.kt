package dev.mobilec.core.goldens

import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.TranslatorGolden
import dev.mobilec.core.run.Translator

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
