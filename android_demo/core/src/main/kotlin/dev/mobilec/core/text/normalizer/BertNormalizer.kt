package dev.mobilec.core.text.normalizer

import dev.mobilec.core.text.unicode.Categories
import dev.mobilec.core.text.unicode.Forms
import dev.mobilec.core.text.unicode.Lowercase
import dev.mobilec.core.text.unicode.forEachCode
import dev.mobilec.core.text.unicode.without

/** The steps of BERT's own tokenizer, in its order (normalizers/bert.rs). */
internal class BertNormalizer(
    private val cleansText: Boolean,
    private val separatesChinese: Boolean,
    private val stripsAccents: Boolean,
    private val lowercases: Boolean,
) : Normalizer {
    override fun normalize(text: String): String {
        var done = text
        if (cleansText) done = cleaned(done)
        if (separatesChinese) done = chineseApart(done)
        if (stripsAccents) done = withoutAccents(done)
        return if (lowercases) Lowercase.of(done) else done
    }

    private fun cleaned(text: String): String {
        val made = StringBuilder(text.length)
        text.forEachCode { code ->
            when {
                code in ' '.code..'~'.code -> made.append(code.toChar())
                code == 0 || code == REPLACEMENT || code in Categories.control -> Unit
                code in Categories.space -> made.append(' ')
                else -> made.appendCodePoint(code)
            }
        }
        return made.toString()
    }

    private fun withoutAccents(text: String): String {
        val apart = Forms.NFD.of(text)
        return if (isAscii(apart)) apart else apart.without(Categories.nonspacing::contains)
    }

    private fun chineseApart(text: String): String {
        if (text.none { it.code >= FIRST_CHINESE }) return text
        val made = StringBuilder(text.length * 2)
        text.forEachCode { code ->
            val around = if (code in Categories.chinese) " " else ""
            made.append(around).appendCodePoint(code).append(around)
        }
        return made.toString()
    }

    private fun isAscii(text: String) = text.all { it.code < 0x80 }

    private companion object {
        const val REPLACEMENT = 0xFFFD
        const val FIRST_CHINESE = 0x3400
    }
}
