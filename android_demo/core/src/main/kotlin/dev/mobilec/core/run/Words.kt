package dev.mobilec.core.run

import dev.mobilec.core.manifest.TextEntry
import dev.mobilec.core.text.Tokenizer
import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.handling.Piece
import dev.mobilec.core.text.handling.Scripts
import dev.mobilec.core.text.unicode.isSpace

/**
 * The words of a translator: source text to ids, tokens back to target text. [source] and [target]
 * may be the same; [sentences] cuts a line of a source language into sentences.
 */
public class Words(
    private val source: Tokenizer,
    private val target: Tokenizer,
    private val entry: TextEntry,
    private val sentences: (line: String, language: String?) -> List<String>,
) {
    internal val scripts = Scripts(entry.sourceScripts)
    internal val targetLanguage: String? = entry.targetLanguage
    private val cutter = Cutter(entry.sourceLanguage, scripts) { sentences(it, entry.sourceLanguage) }

    /** The ids of one sentence, special tokens included; never cut. */
    public fun ids(text: String): LongArray {
        val ids = source.encode(entry.prefix + text)
        val unknown = entry.unknown ?: return ids
        return LongArray(ids.size) { if (ids[it] >= unknown.first) unknown.id else ids[it] }
    }

    /** A tokenizer that reads these two alike folds letters itself. */
    private val folds by lazy { !source.encode("Ａﬁ").contentEquals(source.encode("Afi")) }

    /** The ids of one piece, as it is [handled][handling]. */
    public fun ids(text: String, handling: Handling): LongArray =
        ids(if (folds && !handling.asIs) scripts.folded(text) else text)

    /** What is translated one at a time: no piece has more than [longest] ids. */
    public fun pieces(text: String, longest: Int, handling: Handling = Handling()): List<Piece> =
        cutter.pieces(text, handling) { ids(it, handling).size <= longest }

    /** What a translation says; special tokens are left out, spaces at its ends too. */
    public fun text(tokens: IntArray): String =
        target.decode(LongArray(tokens.size) { tokens[it].toLong() }).trim(::isSpace)
}
