package dev.mobilec.core.text.model

import dev.mobilec.core.Refused
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class ModelsTest {
    private fun vocabulary(vararg tokens: String) =
        Vocabulary(tokens.withIndex().associate { (id, token) -> token to id })

    @Test
    fun `WordPiece takes the longest beginning, and one unknown for the whole word`() {
        val model = WordPiece(vocabulary("[UNK]", "un", "##a", "##aff", "##able"), "[UNK]", "##", 9)
        assertEquals(listOf(1, 3, 4), model.ids("unaffable").toList())
        assertEquals(listOf(0), model.ids("unx").toList())
        assertEquals(listOf(0), model.ids("unaffablea").toList())
    }

    @Test
    fun `a unigram model takes the likeliest way, and unknown characters as one`() {
        val tokens = listOf("<unk>", "a", "b", "ab", "abc", "c")
        val model = Unigram(tokens, doubleArrayOf(0.0, -1.0, -1.0, -1.5, -4.0, -1.0), 0, false)
        assertEquals(listOf(3, 5), model.ids("abc").toList())
        assertEquals(listOf(3, 0, 1), model.ids("abxyza").toList())
        assertThrows(Refused::class.java) { Unigram(tokens, DoubleArray(6), null, false).ids("x") }
    }

    @Test
    fun `BPE merges the pair that was learned first, wherever it stands`() {
        val tokens = vocabulary("a", "b", "c", "ab", "bc", "abc")
        val merges = Merges(listOf(1 to 2, 0 to 1, 0 to 4), intArrayOf(4, 3, 5))
        val model = Bpe(tokens, merges, Bpe.Options(null, "", "", false, false, false))
        assertEquals(listOf(5, 3), model.ids("abcab").toList())
        assertEquals(listOf(0), model.ids("xax").toList())
    }

    @Test
    fun `unknown characters of BPE are fused where that is asked, and spelled in bytes where there are such tokens`() {
        val tokens = vocabulary("<unk>", "a", "<0xC3>", "<0xA9>")
        val none = Merges(emptyList(), IntArray(0))
        fun ids(fused: Boolean, bytes: Boolean) =
            Bpe(tokens, none, Bpe.Options("<unk>", "", "", fused, bytes, false)).ids("axyé").toList()
        assertEquals(listOf(1, 0, 0, 0), ids(fused = false, bytes = false))
        assertEquals(listOf(1, 0), ids(fused = true, bytes = false))
        assertEquals(listOf(1, 2, 3, 0), ids(fused = true, bytes = true))
    }
}
