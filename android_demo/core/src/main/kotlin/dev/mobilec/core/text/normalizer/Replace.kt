package dev.mobilec.core.text.normalizer

import dev.mobilec.core.text.decoder.Decoder
import dev.mobilec.core.text.pattern.Pattern

/** Puts [content] in the place of each match. It stands among normalizers and among decoders. */
internal class Replace(private val pattern: Pattern, private val content: String) : Normalizer, Decoder {
    override fun normalize(text: String): String {
        if (text.isEmpty()) return text
        val spans = pattern.spans(text)
        if (spans.none { it.matches }) return text
        val made = StringBuilder(text.length)
        for (span in spans) if (span.matches) made.append(content) else made.append(text, span.start, span.end)
        return made.toString()
    }

    override fun decode(tokens: List<String>): List<String> = tokens.map(::normalize)
}
