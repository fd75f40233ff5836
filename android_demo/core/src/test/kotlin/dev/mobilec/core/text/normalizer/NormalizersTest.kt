package dev.mobilec.core.text.normalizer

import dev.mobilec.core.Refused
import dev.mobilec.core.text.pattern.Expression
import dev.mobilec.core.text.pattern.Literal
import kotlinx.serialization.json.Json
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import java.util.Base64

class NormalizersTest {
    private fun read(json: String) = readNormalizer(Json.parseToJsonElement(json), "here")

    @Test
    fun `BERT cleans, separates Chinese, drops accents and writes small letters`() {
        val all = BertNormalizer(cleansText = true, separatesChinese = true, stripsAccents = true, lowercases = true)
        assertEquals("uber  中  a b", all.normalize("Ü\u0000ber 中 A\tB\u200D\uFFFD"))
        val none =
            BertNormalizer(cleansText = false, separatesChinese = false, stripsAccents = false, lowercases = false)
        assertEquals("Ü中\u0000", none.normalize("Ü中\u0000"))
    }

    @Test
    fun `accents go with small letters unless the file says otherwise`() {
        val start = "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"lowercase\":true"
        assertEquals("u", read("$start,\"strip_accents\":null}").normalize("Ü"))
        assertEquals("ü", read("$start,\"strip_accents\":false}").normalize("Ü"))
    }

    @Test
    fun `spaces at the ends, and what Nmt takes for them`() {
        assertEquals("a\u3000 ", Strip(left = true, right = false).normalize("\u2003 a\u3000 "))
        assertEquals("\u2003 a", Strip(left = false, right = true).normalize("\u2003 a\u3000 "))
        assertEquals("", Strip(left = true, right = true).normalize(" \n"))
        assertEquals("a b c", Nmt.normalize("a\u200Bb\u0001\tc\u007F"))
    }

    @Test
    fun `replacements in a row are as one after the other`() {
        val steps = listOf("a" to "b", "b" to "cc", "cd" to "e").map { (from, to) -> Replace(Literal(from), to) }
        val chain = Chain(steps + Replace(Expression("\\s+"), " ") + Prepend("_"))
        assertEquals("_ce x", chain.normalize("ad  x"))
        assertEquals("_x y", chain.normalize("x\ny"))
        assertEquals("", chain.normalize(""))
    }

    @Test
    fun `an empty match puts its content in`() {
        assertEquals("a-b-c", Replace(Expression("(?<=[a-z])(?=[a-z])"), "-").normalize("abc"))
    }

    @Test
    fun `character rules that are damaged are refused`() {
        fun charsmap(vararg bytes: Byte) =
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"${Base64.getEncoder().encodeToString(bytes)}\"}"
        assertThrows(Refused::class.java) { read(charsmap()) }
        assertThrows(Refused::class.java) { read(charsmap(100, 0, 0, 0, 1)) }
        assertThrows(Refused::class.java) { read("{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"%\"}") }
    }
}
