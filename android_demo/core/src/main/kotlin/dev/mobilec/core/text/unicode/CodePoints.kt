package dev.mobilec.core.text.unicode

/** Whitespace as Python's expressions and its strip() take it. */
internal fun isSpace(char: Char): Boolean = char.isWhitespace() || char == '\u0085'

internal inline fun String.forEachCode(act: (Int) -> Unit) {
    var at = 0
    while (at < length) {
        val code = codePointAt(at)
        act(code)
        at += Character.charCount(code)
    }
}

/** The text without the code points that [drop] takes. */
internal inline fun String.without(drop: (Int) -> Boolean): String {
    val kept = StringBuilder(length)
    forEachCode { if (!drop(it)) kept.appendCodePoint(it) }
    return kept.toString()
}

/** Halves of surrogate pairs that stand alone are no characters; UTF-8 has U+FFFD in their place. */
internal fun String.withoutLoneSurrogates(): String {
    if (none(Char::isSurrogate)) return this
    val made = StringBuilder(length)
    forEachCode { made.appendCodePoint(if (it in 0xD800..0xDFFF) 0xFFFD else it) }
    return made.toString()
}
