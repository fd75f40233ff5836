package dev.mobilec.core.text.normalizer

import dev.mobilec.core.text.unicode.Graphemes

/**
 * SentencePiece's compiled rules for characters, as the library applies them: a short grapheme with
 * a rule for its beginning becomes what that rule says, and the rest of it is lost; otherwise each of
 * its characters is looked up alone (normalizers/precompiled.rs, and the crate spm_precompiled).
 */
internal class Precompiled(charsmap: ByteArray) : Normalizer {
    private val rules = Charsmap(charsmap)

    override fun normalize(text: String): String {
        val made = StringBuilder(text.length)
        var at = 0
        while (at < text.length) {
            val end = if (isAlone(text, at)) at + 1 else Graphemes.end(text, at)
            val whole = if (isShort(text, at, end)) rules.replacement(text, at, end) else null
            if (whole != null) made.append(whole) else eachCode(text, at, end, made)
            at = end
        }
        return made.toString()
    }

    /** Most characters: visible ASCII before what is no mark, as marks begin at U+0300. */
    private fun isAlone(text: String, at: Int): Boolean =
        text[at] in ' '..'~' && (at + 1 == text.length || text[at + 1].code < FIRST_MARK)

    private fun eachCode(text: String, start: Int, end: Int, made: StringBuilder) {
        var at = start
        while (at < end) {
            val next = at + Character.charCount(text.codePointAt(at))
            made.append(rules.replacement(text, at, next) ?: text.substring(at, next))
            at = next
        }
    }

    private fun isShort(text: String, start: Int, end: Int): Boolean =
        end - start == 1 || (start until end).sumOf { utf8Length(text[it]) } < SHORT

    /** Half of a pair counts two of the four bytes. */
    private fun utf8Length(char: Char): Int = when {
        char.code < 0x80 -> 1
        char.code < 0x800 || char.isSurrogate() -> 2
        else -> 3
    }

    private companion object {
        /** Bytes of UTF-8 from which a grapheme is no longer looked up as one. */
        const val SHORT = 6
        const val FIRST_MARK = 0x300
    }
}
