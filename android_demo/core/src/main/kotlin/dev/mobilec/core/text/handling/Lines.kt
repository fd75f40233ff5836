package dev.mobilec.core.text.handling

import dev.mobilec.core.text.unicode.Letters
import dev.mobilec.core.text.unicode.isSpace

/** Runs without a line break and runs of line breaks, in turn. */
internal fun lines(text: String): List<String> {
    val found = ArrayList<String>()
    var start = 0
    for (at in 1..text.length) {
        if (at == text.length || breaksLine(text[at]) != breaksLine(text[at - 1])) {
            found += text.substring(start, at)
            start = at
        }
    }
    return found
}

/** A text with its wrapped lines joined: exporters/text/lines.py says where a break stays. */
internal fun joinedLines(text: String): String {
    val runs = lines(text).toMutableList()
    var made = ""
    for (at in runs.indices) {
        val following = runs.getOrElse(at + 1) { "" }
        if (runs[at] in SINGLE && goesOn(runs.getOrElse(at - 1) { "" }, following)) {
            val before = made.trimEnd(::isSpace)
            runs[at + 1] = following.trimStart(::isSpace)
            val dense = Letters.isWide(before.codePointBefore(before.length)) &&
                Letters.isWide(runs[at + 1].codePointAt(0))
            made = before + if (dense) "" else " "
        } else {
            made += runs[at]
        }
    }
    return made
}

private fun goesOn(before: String, following: String): Boolean =
    !before.all(::isSpace) && !following.all(::isSpace) && !beginsItem(following)

private fun breaksLine(char: Char): Boolean = char in LINE_BREAKS

private const val LINE_BREAKS = "\r\n\u000b\u000c\u0085\u2028\u2029"
private val SINGLE = setOf("\n", "\r", "\r\n", "\u0085", "\u2028")
