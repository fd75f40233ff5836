package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.text.pattern.Literal
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/** The example of tokenizers, normalizer.rs, SplitDelimiterBehavior. */
class DelimiterTest {
    private fun cut(delimiter: Delimiter, inverted: Boolean = false) =
        cutAt(Piece("the-final--countdown", true), Literal("-"), delimiter, inverted).map { it.text }

    @Test
    fun `what becomes of a delimiter`() {
        assertEquals(listOf("the", "final", "countdown"), cut(Delimiter.REMOVED))
        assertEquals(listOf("the", "-", "final", "-", "-", "countdown"), cut(Delimiter.ISOLATED))
        assertEquals(listOf("the-", "final-", "-", "countdown"), cut(Delimiter.MERGED_WITH_PREVIOUS))
        assertEquals(listOf("the", "-final", "-", "-countdown"), cut(Delimiter.MERGED_WITH_NEXT))
        assertEquals(listOf("the", "-", "final", "--", "countdown"), cut(Delimiter.CONTIGUOUS))
        assertEquals(listOf("-", "-", "-"), cut(Delimiter.REMOVED, inverted = true))
    }

    @Test
    fun `only the first piece stands at the beginning`() {
        val pieces = cutAt(Piece("a-b", true), Literal("-"), Delimiter.REMOVED)
        assertEquals(listOf(true, false), pieces.map { it.begins })
        assertEquals(listOf(false), cutAt(Piece("-b", true), Literal("-"), Delimiter.REMOVED).map { it.begins })
    }

    @Test
    fun `Metaspace first marks the beginning of the text and no other`() {
        val first = Metaspace('▁'.code, Metaspace.Scheme.FIRST, splits = true)
        assertEquals(listOf("▁a", "▁b"), first.cut(Piece("a b", true)).map { it.text })
        assertEquals(listOf("a", "▁b"), first.cut(Piece("a b", false)).map { it.text })
    }
}
