package dev.mobilec.core.run

import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.handling.Piece
import dev.mobilec.core.text.handling.Scripts
import dev.mobilec.core.text.handling.joinedLines
import dev.mobilec.core.text.handling.lines
import dev.mobilec.core.text.handling.piecesOfLine
import dev.mobilec.core.text.unicode.isSpace

/** How texts of a language are cut: [sentences] cuts a line, and what it gives put together is the line. */
internal class Cutter(
    private val language: String?,
    private val scripts: Scripts,
    private val sentences: (String) -> List<String>,
) {
    /**
     * The pieces of a text in order, as exporters/text/sentences.py cuts it: line breaks stay where
     * they are. A sentence that does not [fit] is cut at the last clause mark that does, else at the
     * last space, else between two characters. Nothing is ever dropped.
     */
    fun pieces(text: String, handling: Handling, fit: (String) -> Boolean): List<Piece> {
        val whole = if (handling.joinLines) joinedLines(text) else text
        if (handling.asIs) return pieces(whole, sentences, fit)
        return lines(whole).flatMap { piecesOfLine(it, language, scripts, sentences) }
            .flatMap { fitting(it, fit) }
            .map { if (it.text.isEmpty() || scripts.areIn(it.text)) it else Piece("", it.text + it.space) }
    }
}

/** The same of a text of which all is translated. */
internal fun pieces(text: String, sentences: (String) -> List<String>, fit: (String) -> Boolean): List<Piece> =
    lines(text).flatMap(sentences).flatMap(::edged).flatMap { fitting(it, fit) }

/** Whitespace before a sentence becomes a piece without text. */
private fun edged(sentence: String): List<Piece> {
    val text = sentence.trim(::isSpace)
    val before = sentence.takeWhile(::isSpace)
    if (text.isEmpty()) return listOfNotNull(Piece("", before).takeIf { before.isNotEmpty() })
    val after = sentence.substring(before.length + text.length)
    return listOfNotNull(Piece("", before).takeIf { before.isNotEmpty() }, Piece(text, after))
}

private fun fitting(piece: Piece, fit: (String) -> Boolean): List<Piece> {
    val found = ArrayList<Piece>()
    var rest = piece.text
    while (rest.isNotEmpty() && !fit(rest)) {
        val end = lastFitting(rest, fit)
        val text = rest.substring(0, end).trimEnd(::isSpace)
        val tail = rest.substring(end).trimStart(::isSpace)
        found += Piece(text, rest.substring(text.length, rest.length - tail.length))
        rest = tail
    }
    return found + Piece(rest, piece.space)
}

/** Where the longest part ends that fits, at the best kind of border that has one. */
private fun lastFitting(text: String, fit: (String) -> Boolean): Int {
    for (border in listOf(::endsClause, ::endsWord, ::endsCharacter)) {
        val end = longest(text, (1 until text.length).filter { border(text, it) }, fit)
        if (end > 0) return end
    }
    // One character alone is too long only where the limit leaves no room for text.
    return Character.charCount(text.codePointAt(0))
}

/**
 * The last of the ascending [ends] that fits, 0 if none; longer texts never have fewer tokens by
 * much, so halving finds it.
 */
private fun longest(text: String, ends: List<Int>, fit: (String) -> Boolean): Int {
    var low = 0
    var high = ends.size
    while (low < high) {
        val middle = (low + high) / 2
        if (fit(text.substring(0, ends[middle]))) low = middle + 1 else high = middle
    }
    return if (low > 0) ends[low - 1] else 0
}

private fun endsClause(text: String, at: Int): Boolean =
    text[at - 1] in WIDE_MARKS || (text[at - 1] in MARKS && isSpace(text[at]))

private fun endsWord(text: String, at: Int): Boolean = isSpace(text[at])

/** Not before a combining mark, inside a joined emoji, or between the halves of a character. */
private fun endsCharacter(text: String, at: Int): Boolean =
    text[at] !in COMBINING && text[at] !in JOINING && text[at - 1] != JOINER && !text[at].isLowSurrogate()

private const val MARKS = ",;:)]–—"
private const val WIDE_MARKS = "、，；：。！？」』）"
private const val JOINER = '\u200d'
private const val JOINING = "\u200d\ufe0f"
private val COMBINING = '\u0300'..'\u036f'
