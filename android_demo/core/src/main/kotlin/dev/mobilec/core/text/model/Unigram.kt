package dev.mobilec.core.text.model

import dev.mobilec.core.Refused

/**
 * The likeliest way to cut a text, each token with its own probability (Kudo 2018, section 3.2,
 * found as by Viterbi). [scores]: logarithms, by id.
 */
internal class Unigram(
    private val tokens: List<String>,
    private val scores: DoubleArray,
    private val unknown: Int?,
    fallsBackToBytes: Boolean,
) : SubwordModel {
    private val ids: Map<String, Int> = tokens.withIndex().associate { (id, token) -> token to id }
    private val prefixes = Prefixes(tokens)
    private val bytes = if (fallsBackToBytes) ByteTokens(ids::get) else null
    private val unknownScore = (scores.minOrNull() ?: 0.0) - UNKNOWN_PENALTY

    override fun ids(piece: String): IntArray {
        val found = IdList(piece.length)
        for (part in parts(piece)) {
            val id = ids[part]
            val spelled = if (id == null) bytes?.of(part) else null
            if (spelled != null) found.addAll(spelled) else found.add(id ?: unknownId())
        }
        return found.toArray()
    }

    override fun id(token: String): Int? = ids[token]

    override fun token(id: Int): String? = tokens.getOrNull(id)

    /** Unknown characters that follow each other are one part. */
    private fun parts(piece: String): List<String> {
        val path = path(piece)
        val parts = ArrayList<String>()
        var end = piece.length
        var unknownEnd = end
        while (end > 0) {
            val start = path.starts[end]
            if (path.ids[end] != unknown) {
                if (unknownEnd > end) parts += piece.substring(end, unknownEnd)
                parts += piece.substring(start, end)
                unknownEnd = start
            }
            end = start
        }
        if (unknownEnd > 0) parts += piece.substring(0, unknownEnd)
        return parts.asReversed()
    }

    /** By the place where a token ends: where it starts, its id, and the score of all up to it. */
    private class Path(length: Int) {
        val starts = IntArray(length + 1) { NOWHERE }
        val ids = IntArray(length + 1)
        val scores = DoubleArray(length + 1)

        fun offer(start: Int, end: Int, id: Int, score: Double) {
            val whole = score + scores[start]
            if (starts[end] == NOWHERE || whole > scores[end]) {
                starts[end] = start
                ids[end] = id
                scores[end] = whole
            }
        }
    }

    private fun path(piece: String): Path {
        val path = Path(piece.length)
        var start = 0
        while (start < piece.length) {
            val next = start + Character.charCount(piece.codePointAt(start))
            var isKnown = false
            prefixes.forEach(piece, start) { end, id ->
                path.offer(start, end, id, scores[id])
                isKnown = isKnown || end == next
            }
            if (!isKnown) path.offer(start, next, unknownId(), unknownScore)
            start = next
        }
        return path
    }

    private fun unknownId(): Int = unknown ?: throw Refused(
        "the text has characters that the tokenizer does not know, and its vocabulary has no unk_id to stand for them",
    )

    private companion object {
        const val NOWHERE = -1

        /** How much less likely an unknown character is than the rarest token (unigram/model.rs, K_UNK_PENALTY). */
        const val UNKNOWN_PENALTY = 10.0
    }
}
