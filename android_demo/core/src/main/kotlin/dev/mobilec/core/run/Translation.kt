package dev.mobilec.core.run

import dev.mobilec.core.manifest.GenerationSettings
import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.handling.Piece
import dev.mobilec.core.text.handling.betweenThings
import dev.mobilec.core.text.handling.rejoined
import dev.mobilec.core.text.handling.things

/**
 * [tokens]: of all sentences, one after the other, each from its start token on. [cut]: how many of them
 * ended because there was no room for more tokens.
 */
public class Translation(public val text: String, public val tokens: IntArray, public val cut: Int = 0)

/**
 * Says texts and pieces of them, as exporters/text/translation.py, and remembers the tokens of what it said.
 * [longest]: source of a search, in tokens; [search]: ids to tokens, whoever searches.
 */
internal class Speaker(
    val words: Words,
    private val longest: Int,
    private val settings: GenerationSettings,
    private val handling: Handling,
    private val search: (LongArray) -> IntArray,
) {
    private var tokens = IntArray(0)
    private var cut = 0

    /** A text of any length. */
    fun whole(text: String): String {
        val pieces = pieces(text)
        val said = pieces.map { if (it.text.isEmpty()) "" else said(it.text) }
        return rejoined(pieces, said, words.targetLanguage)
    }

    /** What of a text is said one at a time. */
    fun pieces(text: String): List<Piece> = words.pieces(text, longest, handling)

    /** All that was said up to now, as the [text] that it makes. */
    fun spoken(text: String): Translation = Translation(text, tokens, cut)

    /** A piece; where things inside it did not come through, what stands between them alone. */
    fun said(text: String): String {
        val inner = if (handling.asIs) emptyList() else things(text).map(text::substring)
        val found = found(text)
        if (inner.all { count(found.first, it) >= count(text, it) }) return kept(found)
        val parts = betweenThings(text)
        return rejoined(parts, parts.map { if (it.text.isEmpty()) "" else part(it.text) }, words.targetLanguage)
    }

    private fun part(text: String): String = if (words.scripts.areIn(text)) kept(found(text)) else text

    private fun found(text: String): Pair<String, IntArray> {
        val tokens = search(words.ids(text, handling))
        return words.text(tokens) to tokens
    }

    private fun kept(found: Pair<String, IntArray>): String {
        tokens += found.second
        if (settings.fills(found.second)) cut++
        return found.first
    }
}

/** How often [part] stands in [text], each time behind the one before. */
private fun count(text: String, part: String): Int = text.split(part).size - 1
