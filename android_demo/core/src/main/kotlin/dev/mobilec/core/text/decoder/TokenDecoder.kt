package dev.mobilec.core.text.decoder

import dev.mobilec.core.text.unicode.ByteText
import dev.mobilec.core.text.unicode.Utf8

/** Tokens to the parts of a text; what the last decoder gives is joined without anything between. */
internal fun interface TokenDecoder {
    fun decode(tokens: List<String>): List<String>
}

internal class Chain(private val steps: List<TokenDecoder>) : TokenDecoder {
    override fun decode(tokens: List<String>): List<String> = steps.fold(tokens) { done, step -> step.decode(done) }
}

internal object Fuse : TokenDecoder {
    override fun decode(tokens: List<String>): List<String> = listOf(tokens.joinToString(""))
}

/** A [suffix] ends a word. */
internal class BpeDecoder(private val suffix: String) : TokenDecoder {
    override fun decode(tokens: List<String>): List<String> = tokens.mapIndexed { i, token ->
        token.replace(suffix, if (i == tokens.lastIndex) "" else " ")
    }
}

/** Tokens like `<0x61>` that follow each other are the bytes of a text; bytes that are none become U+FFFD each. */
internal object ByteFallback : TokenDecoder {
    private const val LENGTH = 6

    override fun decode(tokens: List<String>): List<String> {
        val found = ArrayList<String>()
        val bytes = ArrayList<Int>()
        for (token in tokens) {
            val byte = byte(token)
            if (byte != null) {
                bytes += byte
            } else {
                found += text(bytes)
                bytes.clear()
                found += token
            }
        }
        return found + text(bytes)
    }

    private fun byte(token: String): Int? {
        if (token.length != LENGTH || !token.startsWith("<0x") || !token.endsWith('>')) return null
        return token.substring(3, 5).takeUnless { it.startsWith('-') }?.toIntOrNull(16)
    }

    private fun text(bytes: List<Int>): List<String> {
        if (bytes.isEmpty()) return emptyList()
        val collected = ByteText()
        bytes.forEach(collected::add)
        return Utf8.strict(collected.bytes())?.let(::listOf) ?: bytes.map { "\uFFFD" }
    }
}

/** Up to [start] and [stop] times the same character at the ends of each token. */
internal class Strip(private val content: Int, private val start: Int, private val stop: Int) : TokenDecoder {
    override fun decode(tokens: List<String>): List<String> = tokens.map { token ->
        val codes = token.codePoints().toArray()
        val first = (0 until minOf(start, codes.size)).firstOrNull { codes[it] != content } ?: minOf(start, codes.size)
        val cut = (0 until minOf(stop, codes.size - first)).firstOrNull { codes[codes.size - 1 - it] != content }
            ?: minOf(stop, codes.size - first)
        String(codes, first, codes.size - first - cut)
    }
}

/** Tokens that begin with [prefix] go on with the word before. */
internal class WordPieceDecoder(private val prefix: String, private val cleansUp: Boolean) : TokenDecoder {
    override fun decode(tokens: List<String>): List<String> = tokens.mapIndexed { i, token ->
        val joined = if (i == 0) token else if (token.startsWith(prefix)) token.removePrefix(prefix) else " $token"
        if (cleansUp) CLEAN.fold(joined) { text, (from, to) -> text.replace(from, to) } else joined
    }

    private companion object {
        /** Spaces that English does not have (decoders/wordpiece.rs, cleanup), in this order. */
        val CLEAN = listOf(
            " ." to ".", " ?" to "?", " !" to "!", " ," to ",", " ' " to "'", " n't" to "n't", " 'm" to "'m",
            " do not" to " don't", " 's" to "'s", " 've" to "'ve", " 're" to "'re",
        )
    }
}
