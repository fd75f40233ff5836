package dev.mobilec.core.text.pattern

import dev.mobilec.core.Refused
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

class ExpressionTest {
    private fun found(pattern: String, text: String): List<String> =
        Expression(pattern).spans(text).filter { it.matches }.map { text.substring(it.start, it.end) }

    @ParameterizedTest
    @ValueSource(
        strings = [
            "a+b|abc;xaab abc", "a*?b;aaab", "\\s+(?!\\S)|\\s+;a   b  ", "(?<=a)b|(?<!a)c;ab ac bc c",
            "a{2,3};aaaaaaa",
            "(?:ab)*c;ababc c", "(?:ab){1,2};ababab", "[^a-c\\s]+;abcd e", "[\\]a-]+;a]-b",
            "\\Aa|a\\z;aba", "^b|b$;a\nb\nb",
            "\\bfoo\\b;foo food foo", "x?;axb", "\\x{61}\\u0062;abab", "(?:a|ab)(?:c|bcd);abcd", "a++b;aaab",
            ".;a\nb",
            "(?i:'S|'t);it's 'S 'T", "\\p{L}+|\\P{L};ab1", "\\p{^L};a1", "(?=a).;ab", "a{2};aaa",
            "[\\n\\r\\t]| {2,};a\t b  c",
            "a+?;aaa", "(?:ab)??c;abc", "(?:ab|c)++;ababcc", "[[ab]c]+;abcd",
        ],
    )
    fun `finds what the platform's own finds where the two mean the same`(case: String) {
        val (pattern, text) = case.split(';', limit = 2)
        val platform = Regex(pattern.replace("\\p{^L}", "\\P{L}"), RegexOption.MULTILINE)
        val expected = platform.findAll(text).map { it.value }.toList()
        // An empty match where another ended counts in Java and not in Oniguruma.
        assertEquals(expected.filter { it.isNotEmpty() }, found(pattern, text).filter { it.isNotEmpty() })
    }

    @Test
    fun `an empty match counts, but not where another one ended`() {
        val spans = Expression("(?=b)|a").spans("abcb").map { Triple(it.start, it.end, it.matches) }
        assertEquals(listOf(Triple(0, 1, true), Triple(1, 3, false), Triple(3, 3, true), Triple(3, 4, false)), spans)
    }

    @Test
    fun `characters beyond the first plane are one`() {
        assertEquals(listOf("\uD83D\uDE00"), found(".", "\uD83D\uDE00"))
        assertEquals(listOf("b"), found("(?<=\\x{1F600})b", "\uD83D\uDE00b ab"))
        assertEquals(listOf("\uD83D\uDE00"), found("[\\x{1F600}-\\x{1F64F}]", "a\uD83D\uDE00"))
    }

    @Test
    fun `a space is what Oniguruma takes for one`() {
        assertEquals(listOf("\u0085", "\u2028", "\u3000"), found("\\s", "\u0085a\u2028\u200b\u3000"))
    }

    @Test
    fun `a long run needs no deep stack`() {
        assertEquals(1, found("a+b?", "a".repeat(200_000)).size)
    }

    @ParameterizedTest
    @ValueSource(
        strings = [
            "(a", "a)", "[a", "*a", "a**", "(a)\\1", "\\h", "\\p{Greek}", "(?m:a)", "(?<n>a)", "(?>a)", "[[:alpha:]]",
            "[a&&b]",
            "(?<=a+)b", "(?:a?)*", "(?i:ä)", "(?i:[a-z])", "[z-a]", "a{1,2}{3}", "\\", "\\X",
        ],
    )
    fun `what is not served is refused`(pattern: String) {
        assertThrows(Refused::class.java) { Expression(pattern) }
    }
}
