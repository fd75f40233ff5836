package dev.mobilec.core.text.normalizer

import dev.mobilec.core.text.pattern.Literal
import dev.mobilec.core.text.pattern.Pattern
import dev.mobilec.core.text.unicode.CodeSet

/** Puts [content] in the place of each match. */
internal class Replace(private val pattern: Pattern, private val content: String) : Normalizer {
    /** The letter without which a text has no match; null where there is no such letter. */
    val last: Char? = (pattern as? Literal)?.wanted?.last()

    override fun normalize(text: String): String {
        if (text.isEmpty() || !pattern.mayMatch(text)) return text
        val spans = pattern.spans(text)
        if (spans.none { it.matches }) return text
        val made = StringBuilder(text.length)
        for (span in spans) if (span.matches) made.append(content) else made.append(text, span.start, span.end)
        return made.toString()
    }
}

/**
 * Replacements one after the other. Converted SentencePiece models have hundreds, most of them for
 * marks, and few texts have any: without the last letter of one of them a text stays as it is.
 */
internal class Replacements(private val steps: List<Replace>) : Normalizer {
    private val lasts = steps.mapNotNull { it.last?.code }.let { letters -> CodeSet.of(letters.map { it..it }) }

    override fun normalize(text: String): String =
        if (text.none { it.code in lasts }) text else steps.fold(text) { done, step -> step.normalize(done) }
}
