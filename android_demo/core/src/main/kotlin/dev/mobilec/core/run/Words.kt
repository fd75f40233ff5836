package dev.mobilec.core.run

import dev.mobilec.core.manifest.TextEntry
import dev.mobilec.core.text.Tokenizer

/**
 * The words of a translator: source text to ids, tokens back to target text. [source] and [target]
 * may be the same; [sentences] cuts a line of a source language into sentences.
 */
class Words(
    private val source: Tokenizer,
    private val target: Tokenizer,
    private val entry: TextEntry,
    private val sentences: (line: String, language: String?) -> List<String>,
) {
    /** The ids of one sentence, special tokens included; never cut. */
    fun ids(text: String): LongArray {
        val ids = source.encode(entry.prefix + text)
        val unknown = entry.unknown ?: return ids
        return LongArray(ids.size) { if (ids[it] >= unknown.first) unknown.id else ids[it] }
    }

    /** What is translated one at a time: no piece has more than [longest] ids. */
    fun pieces(text: String, longest: Int): List<Piece> =
        pieces(text, { sentences(it, entry.sourceLanguage) }) { ids(it).size <= longest }

    /** What a translation says; special tokens are left out, spaces at its ends too. */
    fun text(tokens: IntArray): String =
        target.decode(LongArray(tokens.size) { tokens[it].toLong() }).trim(::isSpace)
}
