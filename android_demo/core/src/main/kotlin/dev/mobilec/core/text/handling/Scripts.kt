package dev.mobilec.core.text.handling

import dev.mobilec.core.text.unicode.Forms
import dev.mobilec.core.text.unicode.Letters
import dev.mobilec.core.text.unicode.forEachCode

/** The scripts that a translator was made for, by their codes of ISO 15924; empty for any. */
internal class Scripts(codes: List<String>) {
    private val letters = Letters.of(codes)
    private val own = codes.ifEmpty { WITH_WIDE_FORMS + WITH_ZERO_SPACE }
    private val isNarrow = own.none { it in WITH_WIDE_FORMS }
    private val isParted = own.any { it in WITH_ZERO_SPACE }

    /** Whether a letter of them stands in a text outside of things, as the tokenizer sees it. */
    fun areIn(text: String): Boolean {
        var start = 0
        val rest = StringBuilder()
        for (thing in things(text)) {
            rest.append(text, start, thing.first)
            start = thing.last + 1
        }
        var has = false
        folded(rest.append(text, start, text.length).toString()).forEachCode { has = has || it in letters }
        return has
    }

    /** Letters in disguise as their plain ones: the rules stand in exporters/text/folding.py. */
    fun folded(text: String): String {
        if (text.all { it < '\u0080' }) return text
        val made = StringBuilder(text.length)
        text.forEachCode { append(made, it) }
        return Forms.NFC.of(made.toString())
    }

    private fun append(made: StringBuilder, code: Int) {
        when {
            UNSEEN.any { code in it } -> if (isParted && code == ZERO_SPACE) made.appendCodePoint(code)
            DISGUISED.any { code in it } -> made.append(Forms.NFKC.of(String(Character.toChars(code))))
            isNarrow && code in WIDE -> made.appendCodePoint(code - WIDE_TO_ASCII)
            isNarrow && code == WIDE_SPACE -> made.append(' ')
            else -> made.appendCodePoint(code)
        }
    }

    private companion object {
        const val ZERO_SPACE = 0x200B
        const val WIDE_SPACE = 0x3000
        const val WIDE_TO_ASCII = 0xFEE0
        val WIDE = 0xFF01..0xFF5E
        val UNSEEN = listOf(
            0xAD..0xAD, 0x61C..0x61C, 0x180E..0x180E, 0x200B..0x200B, 0x200E..0x200F, 0x202A..0x202E,
            0x2060..0x2064, 0x2066..0x206F, 0xFEFF..0xFEFF,
        )
        val DISGUISED = listOf(
            0xFB00..0xFB06, 0xFB13..0xFB17, 0xFB50..0xFBB1, 0xFBD3..0xFC5D, 0xFC64..0xFD3D, 0xFD50..0xFDFB,
            0xFE80..0xFEFC, 0x1D400..0x1D7FF,
        )
        val WITH_WIDE_FORMS = listOf("Hani", "Hira", "Kana", "Bopo", "Hang")
        val WITH_ZERO_SPACE = listOf("Thai", "Laoo", "Khmr", "Mymr", "Tibt")
    }
}
