package dev.mobilec.core.text

import dev.mobilec.core.text.decoder.TokenDecoder
import dev.mobilec.core.text.model.IdList
import dev.mobilec.core.text.model.SubwordModel
import dev.mobilec.core.text.normalizer.Normalizer
import dev.mobilec.core.text.postprocessor.PostProcessor
import dev.mobilec.core.text.pretokenizer.Piece
import dev.mobilec.core.text.pretokenizer.PreTokenizer
import dev.mobilec.core.text.unicode.withoutLoneSurrogates

/** The parts of tokenizer.json one after the other, as the Rust library `tokenizers` takes them. */
internal class Pipeline(
    private val added: AddedTokens,
    private val normalizer: Normalizer?,
    private val preTokenizer: PreTokenizer?,
    private val model: SubwordModel,
    private val postProcessor: PostProcessor,
    private val decoder: TokenDecoder?,
) : Tokenizer {
    override fun encode(text: String): LongArray = postProcessor.around(tokens(text), pair = null).ids

    override fun encode(text: String, pair: String?, room: Room): Encoding {
        val added = postProcessor.added(isPair = pair != null)
        val tokens = tokens(text)
        if (pair == null) return postProcessor.around(room.cut(tokens, added), null)
        val (first, second) = room.cut(tokens, tokens(pair), added)
        return postProcessor.around(first, second)
    }

    /** The tokens of a text, before special ones stand around them. */
    private fun tokens(text: String): IntArray {
        val found = IdList(text.length)
        for (part in added.plain.split(text.withoutLoneSurrogates())) {
            if (part.id != null) found.add(part.id) else encodeNormalized(part, found)
        }
        return found.toArray()
    }

    private fun encodeNormalized(raw: AddedTokens.Part, found: IdList) {
        val text = normalizer?.normalize(raw.text) ?: raw.text
        for (part in added.normalized.split(text)) {
            if (part.id != null) {
                found.add(part.id)
            } else {
                val whole = Piece(part.text, raw.start + part.start == 0)
                val pieces = preTokenizer?.cut(whole) ?: listOf(whole)
                for (piece in pieces) found.addAll(model.ids(piece.text))
            }
        }
    }

    override fun decode(ids: LongArray): String {
        val tokens = ids.map(Math::toIntExact)
            .mapNotNull { added.token(it) ?: model.token(it) }
            .filterNot(added::isSpecial)
        return decoder?.decode(tokens)?.joinToString("") ?: tokens.joinToString(" ")
    }
}
