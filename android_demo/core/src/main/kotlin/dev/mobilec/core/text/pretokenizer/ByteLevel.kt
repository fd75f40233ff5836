package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.text.pattern.Expression
import dev.mobilec.core.text.unicode.ByteText
import dev.mobilec.core.text.unicode.Utf8

/** Writes each byte of UTF-8 as a letter, as GPT-2 did, so that no text is unknown. */
internal class ByteLevel(private val prependsSpace: Boolean, private val splits: Boolean) : PreTokenizer {
    override fun cut(piece: Piece): List<Piece> {
        val text = if (prependsSpace && !piece.text.startsWith(' ')) " ${piece.text}" else piece.text
        val whole = Piece(text, piece.begins)
        val words = if (splits) cutAt(whole, WORDS, Delimiter.ISOLATED) else listOf(whole)
        return words.map { Piece(written(it.text), it.begins) }
    }

    /** The way back, all at once, as one character may be spread over several tokens. */
    fun decode(tokens: List<String>): List<String> {
        val bytes = ByteText()
        for (token in tokens) {
            val spelled = token.mapNotNull(BYTES::get)
            if (spelled.size == token.length) spelled.forEach(bytes::add) else bytes.add(token)
        }
        return listOf(Utf8.lossy(bytes.bytes()))
    }

    private fun written(text: String): String {
        val bytes = text.toByteArray(Charsets.UTF_8)
        return String(CharArray(bytes.size) { LETTERS[bytes[it].toInt() and 0xFF] })
    }

    private companion object {
        /** The pattern of GPT-2 (openai/gpt-2, src/encoder.py). */
        val WORDS by lazy {
            Expression("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+")
        }

        /** Bytes that are visible in Latin-1 stand for themselves, the others for letters from U+0100 on. */
        val LETTERS: CharArray = run {
            val visible = ('!'..'~') + ('\u00A1'..'\u00AC') + ('\u00AE'..'\u00FF')
            var next = 0x100
            CharArray(256) { byte -> if (byte.toChar() in visible) byte.toChar() else (next++).toChar() }
        }

        val BYTES: Map<Char, Int> = LETTERS.withIndex().associate { (byte, letter) -> letter to byte }
    }
}
