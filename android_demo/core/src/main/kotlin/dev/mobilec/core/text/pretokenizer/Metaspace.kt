package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.text.pattern.EachCode

/** Writes spaces as a sign and cuts before each. */
internal class Metaspace(
    private val sign: Int,
    private val scheme: Scheme,
    private val splits: Boolean,
) : PreTokenizer {
    private val written = String(Character.toChars(sign))
    private val signs = EachCode { it == sign }

    override val asksForBeginning = scheme == Scheme.FIRST

    override fun cut(piece: Piece): List<Piece> {
        val text = piece.text.replace(" ", written)
        val isLed = text.startsWith(written)
        val led = if (!isLed && prepends(piece)) written + text else text
        val whole = Piece(led, piece.begins)
        return if (splits) cutAt(whole, signs, Delimiter.MERGED_WITH_NEXT) else listOf(whole)
    }

    private fun prepends(piece: Piece): Boolean = when (scheme) {
        Scheme.ALWAYS -> true
        Scheme.FIRST -> piece.begins
        Scheme.NEVER -> false
    }

    /** The way back: the sign at the beginning of a text came from [scheme], and goes. */
    fun decode(tokens: List<String>): List<String> = tokens.mapIndexed { i, token ->
        token.replace(written, if (i == 0 && scheme != Scheme.NEVER) "" else " ")
    }

    enum class Scheme(val spelling: String) { ALWAYS("always"), FIRST("first"), NEVER("never") }
}
