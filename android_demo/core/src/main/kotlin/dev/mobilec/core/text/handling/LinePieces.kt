package dev.mobilec.core.text.handling

import dev.mobilec.core.text.unicode.Letters
import dev.mobilec.core.text.unicode.isSpace

/** [text]: what is translated, maybe empty. [space]: what follows it and stays as it is. */
public data class Piece(val text: String, val space: String)

/**
 * The pieces of a line: what of it is translated, and what is handed through. The rules stand in
 * exporters/text/pieces.py. [sentences] cuts a text; what it gives put together is the text.
 */
internal fun piecesOfLine(
    line: String,
    language: String?,
    scripts: Scripts,
    sentences: (String) -> List<String>,
): List<Piece> = items(line, language).flatMap { (mark, rest) ->
    val mine = wholeSentences(sentences(rest)).flatMap { trimmed(it, scripts) }
    if (mark.isEmpty()) mine else listOf(Piece("", mark)) + mine
}

/** Sentences that were cut inside a thing put together again. */
internal fun wholeSentences(sentences: List<String>): List<String> {
    val line = sentences.joinToString("")
    val found = things(line)
    val whole = ArrayList<String>()
    var start = 0
    var end = 0
    for (sentence in sentences) {
        end += sentence.length
        if (end == line.length || found.none { end in it.first + 1..it.last }) {
            whole += line.substring(start, end)
            start = end
        }
    }
    return whole
}

/**
 * Whether a sentence begins right behind a sign: with a letter of Chinese or Japanese; or with a
 * capital letter and no second one, where two small ones stand before the sign.
 */
internal fun beginsWithoutSpace(line: String, at: Int): Boolean {
    val next = line.codePointAt(at)
    if (Letters.isLetter(next) && Letters.isWide(next)) return true
    val before = line.substring(maxOf(0, at - SIGN_AND_TWO), at - 1)
    val isSmall = before.length > 1 && before.all { Letters.isLetter(it.code) && !Letters.isCapital(it.code) }
    return isSmall && Letters.isCapital(next) && !(at + 1 < line.length && Letters.isCapital(line[at + 1].code))
}

private fun trimmed(sentence: String, scripts: Scripts): List<Piece> {
    val (start, end) = ends(sentence)
    val text = sentence.substring(start, end)
    if (!scripts.areIn(text)) return listOf(Piece("", sentence)).filter { sentence.isNotEmpty() }
    val last = Piece(text, sentence.substring(end))
    return if (start == 0) listOf(last) else listOf(Piece("", sentence.substring(0, start)), last)
}

/** Where what is left begins and ends when things and spaces at both ends are off. */
internal fun ends(text: String): Pair<Int, Int> {
    val found = things(text)
    val end = end(text, found)
    return minOf(start(text, found), end) to end
}

private fun start(text: String, found: List<IntRange>): Int {
    var at = afterSpaces(text, 0)
    for (thing in found) {
        if (thing.first != at) break
        at = afterSpaces(text, thing.last + 1)
        var behind = at
        while (behind < text.length && text[behind] in AFTER_THING) behind++
        if (behind == text.length || isSpace(text[behind])) at = afterSpaces(text, behind)
    }
    return at
}

private fun end(text: String, found: List<IntRange>): Int {
    var end = text.trimEnd(::isSpace).length
    for (thing in found.asReversed()) {
        val rest = text.substring(0, end).trimEnd { it in ENDING }.trimEnd(::isSpace)
        if (rest.length > thing.last + 1) break
        end = text.substring(0, thing.first).trimEnd(::isSpace).length
    }
    return end
}

private fun afterSpaces(text: String, start: Int): Int {
    var at = start
    while (at < text.length && isSpace(text[at])) at++
    return at
}

/** What stands before, between and behind the things in a piece, each with what follows it. */
internal fun betweenThings(text: String): List<Piece> {
    val found = ArrayList<Piece>()
    val things = things(text)
    var held = ""
    for (place in 0..things.size) {
        val at = if (place == 0) 0 else things[place - 1].last + 1
        val part = text.substring(at, if (place < things.size) things[place].first else text.length)
        val body = if (at == 0) part else part.trimStart { it in BETWEEN || it in SPACES }
        val core = body.trimEnd(::isSpace)
        held += part.substring(0, part.length - body.length)
        if (held.isNotEmpty()) found += Piece("", held)
        if (core.isNotEmpty()) found += Piece(core, "")
        held = body.substring(core.length)
        if (place < things.size) held += text.substring(things[place])
    }
    return if (held.isEmpty()) found else found + Piece("", held)
}

private const val SIGN_AND_TWO = 3
private const val ENDING = ".,;:!?…。！？、，；："
private const val AFTER_THING = "$ENDING-–—"
private const val BETWEEN = ",;:.!?…-–—"
private const val SPACES = " \t\u00a0\u3000"
