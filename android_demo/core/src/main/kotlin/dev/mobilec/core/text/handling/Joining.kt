package dev.mobilec.core.text.handling

import dev.mobilec.core.text.sentence.languageCode
import dev.mobilec.core.text.unicode.Letters
import dev.mobilec.core.text.unicode.isSpace

/**
 * The translation of each piece in its place, with spaces as the target's language has them: the
 * rules stand in exporters/text/joining.py.
 */
public fun rejoined(pieces: List<Piece>, translations: List<String>, targetLanguage: String? = null): String {
    val target = Target(targetLanguage)
    val made = StringBuilder()
    var before = Piece("", "")
    var saidBefore = ""
    for ((at, piece) in pieces.withIndex()) {
        val said = translations[at]
        if (piece.text.isNotEmpty() && said.isNotEmpty() && made.isNotEmpty()) {
            made.setLength(made.length - before.space.length)
            made.append(between(before, saidBefore, piece.text, said, target))
        }
        made.append(said)
        val isGlued = said.isNotEmpty() && touches(last(piece.text), nextSign(pieces, at), BEGIN_THING)
        if (isGlued && target.hasSpaces(said, "")) made.append(' ')
        made.append(piece.space)
        before = piece
        saidBefore = said
    }
    return made.toString()
}

/** Whether a target's sentences have spaces between them: by its language, else by what meets. */
private class Target(language: String?) {
    private val known = language?.let { languageCode(it) !in WITHOUT }

    fun hasSpaces(said: String, following: String): Boolean = known ?: !(
        said.isNotEmpty() && Letters.isWide(last(said)) ||
            following.isNotEmpty() && Letters.isWide(following.codePointAt(0))
        )
}

/** What stands between a piece and the one before it, instead of that one's space. */
private fun between(before: Piece, saidBefore: String, text: String, said: String, target: Target): String {
    val space = before.space
    if (space.any { !isSpace(it) }) {
        val touches = touches(text.codePointAt(0), space.takeLast(1), END_THING)
        return if (touches && target.hasSpaces("", said)) "$space " else space
    }
    if (before.text.isEmpty() || saidBefore.isEmpty()) return space
    return gap(before, text, target.hasSpaces(saidBefore, said))
}

private fun gap(before: Piece, text: String, hasSpaces: Boolean): String {
    val last = last(before.text)
    val first = text.codePointAt(0)
    val space = before.space
    val isDense = Letters.isWide(last) || Letters.isWide(first)
    return when {
        !hasSpaces -> if (isDense) space else ""
        isDense || (space.isEmpty() && Letters.isWithoutSpaces(last) && Letters.isWithoutSpaces(first)) ->
            space.replace('\u3000', ' ').ifEmpty { " " }
        space.isEmpty() && last.toChar() in SIGNS && Letters.isLetter(first) -> " "
        else -> space
    }
}

/** The first of what stays as it is behind the text of a piece; "" where a text follows. */
private fun nextSign(pieces: List<Piece>, at: Int): String {
    val later = pieces.getOrNull(at + 1)?.takeIf { it.text.isEmpty() }?.space.orEmpty()
    return pieces[at].space.ifEmpty { later }.take(1)
}

/** Whether a thing of ASCII, of which one end is given, stands at a character without a space. */
private fun touches(code: Int, thing: String, signs: String): Boolean =
    Letters.isWide(code) && thing.isNotEmpty() && (thing[0] in signs || isAsciiWord(thing[0]))

private fun isAsciiWord(char: Char) = char in 'a'..'z' || char in 'A'..'Z' || char in '0'..'9'

private fun last(text: String): Int = text.codePointBefore(text.length)

private val WITHOUT = "zh ja yue wuu nan hak lzh cmn".split(' ').toSet()
private const val SIGNS = ".!?…,;:"
private const val BEGIN_THING = "{<%$#&"
private const val END_THING = "}>%;/=_"
