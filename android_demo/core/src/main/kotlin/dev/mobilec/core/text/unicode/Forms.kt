package dev.mobilec.core.text.unicode

import java.text.Normalizer

/**
 * The normalization forms of Unicode 9, which the library knows and Android 8 as well.
 *
 * A character never changes its normalization once it has come into Unicode. So the platform's own
 * normalizer is right, whatever its version, for characters of Unicode 9; only those are given to it.
 * Others have no part in normalization there: they stay, and nothing composes across them.
 */
internal enum class Forms(private val form: Normalizer.Form, private val firstChanged: Int) {
    NFC(Normalizer.Form.NFC, 0x300),
    NFD(Normalizer.Form.NFD, 0xC0),
    NFKC(Normalizer.Form.NFKC, 0xA0),
    NFKD(Normalizer.Form.NFKD, 0xA0);

    fun of(text: String): String {
        if (text.all { it.code < firstChanged }) return text
        val made = StringBuilder(text.length + text.length / 4)
        var from = 0
        var at = 0
        while (at < text.length) {
            val code = text.codePointAt(at)
            val next = at + Character.charCount(code)
            if (code !in Categories.normalized) {
                if (from < at) made.append(Normalizer.normalize(text.substring(from, at), form))
                made.appendCodePoint(code)
                from = next
            }
            at = next
        }
        if (from < text.length) made.append(Normalizer.normalize(text.substring(from), form))
        return made.toString()
    }
}
