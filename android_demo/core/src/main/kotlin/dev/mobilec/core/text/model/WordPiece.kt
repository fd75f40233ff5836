package dev.mobilec.core.text.model

/**
 * The longest token that a word begins with, then the longest of the rest, marked by [prefix];
 * [unknown] for a word that cannot be cut so, or has more than [mostCharacters].
 */
internal class WordPiece(
    private val vocabulary: Vocabulary,
    private val unknown: String,
    private val prefix: String,
    private val mostCharacters: Int,
) : SubwordModel {
    override fun ids(piece: String): IntArray {
        if (piece.codePointCount(0, piece.length) > mostCharacters) return intArrayOf(vocabulary.unknown(unknown))
        val found = IdList(piece.length)
        var start = 0
        while (start < piece.length) {
            val end = longest(piece, start)
            if (end == start) return intArrayOf(vocabulary.unknown(unknown))
            found.add(vocabulary.id(written(piece, start, end))!!)
            start = end
        }
        return found.toArray()
    }

    override fun id(token: String): Int? = vocabulary.id(token)

    override fun token(id: Int): String? = vocabulary.token(id)

    /** Where the longest token ends that begins at [start]; [start] if none does. */
    private fun longest(piece: String, start: Int): Int {
        var end = piece.length
        while (end > start && vocabulary.id(written(piece, start, end)) == null) {
            end -= Character.charCount(piece.codePointBefore(end))
        }
        return end
    }

    private fun written(piece: String, start: Int, end: Int): String {
        val part = piece.substring(start, end)
        return if (start > 0) prefix + part else part
    }
}

/** Whole words. */
internal class WordLevel(private val vocabulary: Vocabulary, private val unknown: String) : SubwordModel {
    override fun ids(piece: String): IntArray = intArrayOf(vocabulary.id(piece) ?: vocabulary.unknown(unknown))

    override fun id(token: String): Int? = vocabulary.id(token)

    override fun token(id: Int): String? = vocabulary.token(id)
}
