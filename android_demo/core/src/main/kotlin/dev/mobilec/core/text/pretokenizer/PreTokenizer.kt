package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.text.pattern.EachCode
import dev.mobilec.core.text.pattern.Pattern
import dev.mobilec.core.text.unicode.Categories

/** A part of a text. [begins]: it stands at the beginning of the whole text. */
internal class Piece(val text: String, val begins: Boolean)

/** Cuts pieces further. None that it gives is empty. */
internal interface PreTokenizer {
    fun cut(piece: Piece): List<Piece>

    /** Whether it treats the beginning of a text unlike the rest. */
    val asksForBeginning: Boolean get() = false
}

internal class Chain(private val steps: List<PreTokenizer>) : PreTokenizer {
    override fun cut(piece: Piece): List<Piece> =
        steps.fold(listOf(piece)) { pieces, step -> pieces.flatMap(step::cut) }

    override val asksForBeginning = steps.any(PreTokenizer::asksForBeginning)
}

/** Cuts at what a pattern finds; [inverted]: at what it leaves. */
internal class Split(
    private val pattern: Pattern,
    private val delimiter: Delimiter,
    private val inverted: Boolean,
) : PreTokenizer {
    override fun cut(piece: Piece): List<Piece> = cutAt(piece, pattern, delimiter, inverted)
}

internal object WhitespaceSplit : PreTokenizer {
    private val spaces = EachCode { it in Categories.space }

    override fun cut(piece: Piece): List<Piece> = cutAt(piece, spaces, Delimiter.REMOVED)
}

/** Words and runs of other signs, `\w+|[^\w\s]+`; spaces go. */
internal object Whitespace : PreTokenizer {
    private enum class Kind { WORD, SPACE, SIGN }

    override fun cut(piece: Piece): List<Piece> {
        val found = ArrayList<Piece>()
        var start = 0
        var at = 0
        var kind = Kind.SPACE
        while (at <= piece.text.length) {
            val code = if (at < piece.text.length) piece.text.codePointAt(at) else ' '.code
            val next = kindOf(code)
            if (next != kind || at == piece.text.length) {
                if (kind != Kind.SPACE) found += Piece(piece.text.substring(start, at), piece.begins && start == 0)
                start = at
                kind = next
            }
            at += Character.charCount(code)
        }
        return found
    }

    private fun kindOf(code: Int) = when (code) {
        in Categories.word -> Kind.WORD
        in Categories.space -> Kind.SPACE
        else -> Kind.SIGN
    }
}

internal object BertPreTokenizer : PreTokenizer {
    private val punctuation = EachCode { it in Categories.punctuation }

    override fun cut(piece: Piece): List<Piece> =
        WhitespaceSplit.cut(piece).flatMap { cutAt(it, punctuation, Delimiter.ISOLATED) }
}

internal class Punctuation(private val delimiter: Delimiter) : PreTokenizer {
    private val signs = EachCode { it in Categories.punctuation }

    override fun cut(piece: Piece): List<Piece> = cutAt(piece, signs, delimiter)
}

/** Numbers, or each figure of them alone. */
internal class Digits(isEachAlone: Boolean) : PreTokenizer {
    private val figures = EachCode { it in Categories.numeric }
    private val delimiter = if (isEachAlone) Delimiter.ISOLATED else Delimiter.CONTIGUOUS

    override fun cut(piece: Piece): List<Piece> = cutAt(piece, figures, delimiter)
}
