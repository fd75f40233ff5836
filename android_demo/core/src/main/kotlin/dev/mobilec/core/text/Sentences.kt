package dev.mobilec.core.text

import dev.mobilec.core.text.handling.beginsWithoutSpace
import dev.mobilec.core.text.sentence.Enclosures
import dev.mobilec.core.text.sentence.Language

/**
 * The sentences of one line, each with the spaces after it: together they are [text] again.
 *
 * A few rules, the same on every phone, where java.text.BreakIterator depends on the version of ICU,
 * cuts after "Dr." and cuts "U.S. army". [language]: any form of a code; null reads as English.
 * Python finds sentences with sentencex, whose rules are far more; how often the two agree says
 * SentencesTest.
 */
public fun sentences(text: String, language: String?): List<String> {
    val rules = Language.of(language)
    val enclosures = Enclosures(text)
    val found = ArrayList<String>()
    var start = 0
    var at = 0
    while (at < text.length) {
        val run = terminators(text, at)
        if (run == at) {
            at++
            continue
        }
        val close = enclosures.closedAfter(run)
        val end = spaces(text, close)
        val isEnd = end < text.length && end > start && !enclosures.hold(run) && ends(text, at, run, close, end, rules)
        if (isEnd) {
            found += text.substring(start, end)
            start = end
        }
        at = maxOf(run, if (isEnd) end else run)
    }
    if (start < text.length) found += text.substring(start)
    return found
}

/** Whether a sentence ends with the signs from [first] to [last]; quotes close up to [close], spaces end at [next]. */
private fun ends(text: String, first: Int, last: Int, close: Int, next: Int, rules: Language): Boolean {
    if (text[last - 1] in WITHOUT_SPACE) return true
    if (next == close) return close == last && beginsWithoutSpace(text, last)
    val hasPaused = last - first > 1 || text[first] == '…' || close > last
    if ((rules.smallLettersGoOn || hasPaused) && goesOn(text, next)) return false
    val isOneDot = last - first == 1 && text[first] == '.'
    return !(isOneDot && rules.goesOnAfterDot(text.substring(0, first), text.substring(next)))
}

/** Whether a small letter or a figure comes next, whatever signs stand before it. */
private fun goesOn(text: String, at: Int): Boolean {
    val first = text.drop(at).firstOrNull(Char::isLetterOrDigit) ?: return false
    return first in 'a'..'z' || first in '0'..'9'
}

private fun terminators(text: String, start: Int): Int {
    var at = start
    while (at < text.length && (text[at] in TERMINATORS || text[at] in WITHOUT_SPACE)) at++
    return at
}

private fun spaces(text: String, start: Int): Int {
    var at = start
    while (at < text.length && text[at].isWhitespace()) at++
    return at
}

/** Property Sentence_Terminal of Unicode, as far as languages in use today have it; a space follows. */
private const val TERMINATORS =
    ".!?…\u0589\u061F\u06D4\u0964\u0965\u104A\u104B\u1362\u1367\u1368\u17D4\u17D5\u203C\u203D\u2047\u2048\u2049"

/** Of Chinese and Japanese, where nothing follows. */
private const val WITHOUT_SPACE = "\u3002\uFF01\uFF0E\uFF1F\uFF61"
