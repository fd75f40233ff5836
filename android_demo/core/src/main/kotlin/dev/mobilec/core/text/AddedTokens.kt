package dev.mobilec.core.text

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.text.model.SubwordModel
import dev.mobilec.core.text.normalizer.Normalizer
import dev.mobilec.core.text.unicode.Categories

/** A token that is found in a text before it is cut up, with the conditions of tokenizer.json. */
internal class AddedToken(
    val id: Int,
    val content: String,
    val isSingleWord: Boolean,
    val takesSpacesBefore: Boolean,
    val takesSpacesAfter: Boolean,
    val isNormalized: Boolean,
    val isSpecial: Boolean,
)

internal fun readAddedToken(fields: Fields, model: SubwordModel): AddedToken {
    val read = AddedToken(
        id = fields.int("id"),
        content = fields.text("content"),
        isSingleWord = fields.boolean("single_word"),
        takesSpacesBefore = fields.boolean("lstrip"),
        takesSpacesAfter = fields.boolean("rstrip"),
        isNormalized = fields.boolean("normalized"),
        isSpecial = fields.boolean("special"),
    )
    val known = model.id(read.content) ?: read.id
    if (known != read.id || read.content.isEmpty()) {
        throw Refused("${fields.where} gives \"${read.content}\" the id ${read.id}, and the vocabulary gives it $known")
    }
    return read
}

/** The added tokens of a tokenizer (added_vocabulary.rs): found in the text as it is, or in the normalized text. */
internal class AddedTokens(tokens: List<AddedToken>, normalizer: Normalizer?) {
    private val written: Map<Int, String> = tokens.associate { token ->
        token.id to if (token.isNormalized && normalizer != null) normalizer.normalize(token.content) else token.content
    }
    private val special: Set<String> = tokens.filter(AddedToken::isSpecial).map(AddedToken::content).toSet()

    /** Those that are looked for before the text is normalized, and after. */
    val plain = Search(tokens.filterNot(AddedToken::isNormalized), written)
    val normalized = Search(tokens.filter(AddedToken::isNormalized), written)

    /** How a token of this id is read by decoders; null if it is none of these. */
    fun token(id: Int): String? = written[id]

    fun isSpecial(token: String): Boolean = token in special

    /** A part of a text, and the id of the token that it is. */
    class Part(val text: String, val start: Int, val id: Int?)

    /** Looks for [tokens] by what they are [written] as: the leftmost, and of several there the longest. */
    class Search(tokens: List<AddedToken>, private val written: Map<Int, String>) {
        private val byFirst: Map<Char, List<AddedToken>> = tokens
            .filter { written.getValue(it.id).isNotEmpty() }
            .sortedByDescending { written.getValue(it.id).length }
            .groupBy { written.getValue(it.id)[0] }

        /** The parts of [text] in order; none is empty. */
        fun split(text: String): List<Part> {
            if (byFirst.isEmpty()) return if (text.isEmpty()) emptyList() else listOf(Part(text, 0, null))
            val parts = ArrayList<Part>()
            var covered = 0
            var at = 0
            while (at < text.length) {
                val token = find(text, at)
                val end = if (token == null) at + 1 else at + written.getValue(token.id).length
                if (token != null && (!token.isSingleWord || standsAlone(text, at, end))) {
                    val first = if (token.takesSpacesBefore) maxOf(spacesBefore(text, at), covered) else at
                    val last = if (token.takesSpacesAfter) spacesAfter(text, end) else end
                    if (covered < first) parts += Part(text.substring(covered, first), covered, null)
                    parts += Part(text.substring(first, last), first, token.id)
                    covered = last
                }
                at = end
            }
            if (covered < text.length) parts += Part(text.substring(covered), covered, null)
            return parts
        }

        private fun find(text: String, at: Int): AddedToken? =
            byFirst[text[at]]?.firstOrNull { text.startsWith(written.getValue(it.id), at) }

        private fun standsAlone(text: String, start: Int, end: Int): Boolean {
            val follows = start > 0 && text.codePointBefore(start) in Categories.word
            val isFollowed = end < text.length && text.codePointAt(end) in Categories.word
            return !follows && !isFollowed
        }

        private fun spacesBefore(text: String, end: Int): Int {
            var at = end
            while (at > 0 && text[at - 1].code in Categories.space) at--
            return at
        }

        private fun spacesAfter(text: String, start: Int): Int {
            var at = start
            while (at < text.length && text[at].code in Categories.space) at++
            return at
        }
    }
}
