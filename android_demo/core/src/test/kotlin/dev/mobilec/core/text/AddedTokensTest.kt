package dev.mobilec.core.text

import dev.mobilec.core.text.normalizer.LowercaseNormalizer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class AddedTokensTest {
    private fun token(
        content: String,
        id: Int = 7,
        isSingleWord: Boolean = false,
        before: Boolean = false,
        after: Boolean = false,
        isNormalized: Boolean = false,
    ) = AddedToken(id, content, isSingleWord, before, after, isNormalized, isSpecial = !isNormalized)

    private fun split(text: String, vararg tokens: AddedToken): List<String> =
        AddedTokens(tokens.toList(), null).plain.split(text)
            .map { if (it.id == null) it.text else "${it.text}=${it.id}" }

    @Test
    fun `the leftmost token is found, and of several there the longest`() {
        assertEquals(listOf("x", "<s>=1", "<s>>=2", "y"), split("x<s><s>>y", token("<s>", 1), token("<s>>", 2)))
        assertEquals(listOf("ab=1", "c"), split("abc", token("ab", 1), token("bc", 2)))
        assertEquals(emptyList<String>(), split("", token("<s>")))
    }

    @Test
    fun `a token takes the spaces that it may`() {
        assertEquals(listOf("a", " \t<m>=7", " b"), split("a \t<m> b", token("<m>", before = true)))
        assertEquals(listOf("a ", "<m> \u3000=7", "b"), split("a <m> \u3000b", token("<m>", after = true)))
        val both = token("<m>", before = true, after = true)
        assertEquals(listOf("<m>  =7", "<m>=7"), split("<m>  <m>", both))
    }

    @Test
    fun `a single word is none inside of another`() {
        val word = token("am", isSingleWord = true)
        assertEquals(listOf("I ", "am=7", "."), split("I am.", word))
        assertEquals(listOf("Sam amélie am_"), split("Sam amélie am_", word))
    }

    @Test
    fun `a normalized token is looked for in normalized text, and read as it stands there`() {
        val added = AddedTokens(listOf(token("Ja", isNormalized = true)), LowercaseNormalizer)
        assertEquals(listOf(null, 7), added.normalized.split("o ja").map { it.id })
        assertEquals(1, added.plain.split("Ja").size)
        assertEquals("ja", added.token(7))
        assertNull(added.token(8))
        assertFalse(added.isSpecial("ja"))
        assertTrue(AddedTokens(listOf(token("<s>")), null).isSpecial("<s>"))
    }
}
