package dev.mobilec.core.text.handling

import dev.mobilec.core.text.unicode.Letters
import dev.mobilec.core.text.unicode.isSpace
import java.util.regex.Pattern

/**
 * What stands in a text and is no text: addresses, placeholders, tags, emoji; each as its first and
 * last place. The rules stand in exporters/text/things.py, which finds the same ones.
 */
internal fun things(text: String): List<IntRange> {
    val found = ArrayList<IntRange>()
    var at = 0
    while (at < text.length) {
        val end = KINDS.firstNotNullOfOrNull { find -> find(text, at).takeIf { it > at } } ?: at
        if (end > at) found += at until end
        at = maxOf(end, at + 1)
    }
    return found
}

private val KINDS: List<(String, Int) -> Int> =
    listOf(::address, ::mail, ::tag, ::placeholder, Letters::pictureEnd, ::smile)

private fun address(text: String, at: Int): Int {
    val begun = if (isInWord(text, at)) at else match(SCHEME, text, at)
    if (begun == at) return at
    var end = begun
    while (end < text.length) {
        val code = text.codePointAt(end)
        if (!isInAddress(code)) break
        end += Character.charCount(code)
    }
    while (end > begun && (text[end - 1] in ENDING || closes(text.substring(at, end)))) end--
    return if (end > begun) end else at
}

private fun isInAddress(code: Int): Boolean =
    if (code < 0x80) isAsciiWord(code.toChar()) || code.toChar() in ADDRESS_SIGNS
    else Letters.isLetter(code) && !Letters.isWithoutSpaces(code)

/** Whether it ends with a bracket that was not opened in it. */
private fun closes(address: String): Boolean = listOf('(' to ')', '[' to ']').any { (open, close) ->
    address.endsWith(close) && address.count { it == close } > address.count { it == open }
}

private fun mail(text: String, at: Int): Int = if (isInWord(text, at)) at else match(MAIL, text, at)

private fun tag(text: String, at: Int): Int = if (text[at] in "<&") match(TAG, text, at) else at

private fun placeholder(text: String, at: Int): Int =
    if (text[at] !in "{$#%" || (text[at] == '%' && isInWord(text, at))) at else match(PLACEHOLDER, text, at)

private fun smile(text: String, at: Int): Int {
    if (at > 0 && !isSpace(text[at - 1])) return at
    return SMILES.map { it to at + it.length }.firstOrNull { (smile, end) ->
        text.startsWith(smile, at) && (end == text.length || isSpace(text[end]))
    }?.second ?: at
}

private fun isInWord(text: String, at: Int) = at > 0 && isAsciiWord(text[at - 1])

private fun isAsciiWord(char: Char) = char in 'a'..'z' || char in 'A'..'Z' || char in '0'..'9'

/** The end of what a pattern finds at a place; the place itself where it finds nothing. */
private fun match(pattern: Pattern, text: String, at: Int): Int {
    val matcher = pattern.matcher(text).region(at, text.length)
    return if (matcher.lookingAt()) matcher.end() else at
}

private const val ADDRESS_SIGNS = "-._~:/?#[]@!$&'()*+,;=%"
private const val ENDING = ".,;:!?'"
private val SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{1,19}://|mailto:|[Ww]{3}\\.")
private val MAIL = Pattern.compile(
    "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,7}\\.[A-Za-z]{2,24}" +
        "(?![A-Za-z0-9])",
)
private val TAG = Pattern.compile(
    "</?[A-Za-z0-9][A-Za-z0-9:_-]{0,31}(?:[ \\t]+[^<>=]{1,64}=[^<>]{0,200})?[ \\t]*/?>" +
        "|&(?:[A-Za-z][A-Za-z0-9]{1,15}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});",
)
private val PLACEHOLDER = Pattern.compile(
    "[$#%]?\\{\\{ ?[A-Za-z0-9_.:$@#%-]{1,64} ?\\}\\}|[$#%]?\\{[A-Za-z0-9_.:$@#%-]{0,64}\\}" +
        "|%(?:\\([A-Za-z0-9_.]{1,64}\\))?(?:[0-9]{1,2}\\$)?[-+#0]{0,4}[0-9]{0,3}(?:\\.[0-9]{1,2})?" +
        "(?:hh|h|ll|l|z)?[sdifuxXeEgGcop@](?![A-Za-z0-9])" +
        "|%[A-Za-z_][A-Za-z0-9_]{0,63}%(?![A-Za-z0-9])",
)
private val SMILES = listOf(
    ":-)", ":-(", ";-)", ":-D", ":-P", ":-p", ":-/", ":'(", "^_^",
    ":)", ":(", ";)", ":D", ":P", ":p", ":/", "<3", "xD", "XD", "^^",
)
