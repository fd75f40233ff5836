package dev.mobilec.core.text.normalizer

import dev.mobilec.core.text.unicode.Categories
import dev.mobilec.core.text.unicode.Forms
import dev.mobilec.core.text.unicode.Lowercase
import dev.mobilec.core.text.unicode.forEachCode
import dev.mobilec.core.text.unicode.without

/** A text to the text that is cut up. */
internal interface Normalizer {
    fun normalize(text: String): String

    /** Whether the first character never goes away; what is put before it does not count. */
    val keepsBeginning: Boolean get() = false
}

internal class Chain(steps: List<Normalizer>) : Normalizer {
    private val steps = gathered(steps)

    override fun normalize(text: String): String = steps.fold(text) { done, step -> step.normalize(done) }

    override val keepsBeginning = steps.all(Normalizer::keepsBeginning)

    /** Replacements of what stands there as it is become one step where they follow each other. */
    private fun gathered(steps: List<Normalizer>): List<Normalizer> {
        val found = ArrayList<Normalizer>()
        var run = ArrayList<Replace>()
        for (step in steps) {
            if (step is Replace && step.last != null) {
                run.add(step)
            } else {
                if (run.isNotEmpty()) found += Replacements(run)
                run = ArrayList()
                found += step
            }
        }
        return if (run.isEmpty()) found else found + Replacements(run)
    }
}

internal class Form(private val form: Forms) : Normalizer {
    override fun normalize(text: String): String = form.of(text)

    override val keepsBeginning = true
}

internal object LowercaseNormalizer : Normalizer {
    override fun normalize(text: String): String = Lowercase.of(text)

    override val keepsBeginning = true
}

/** Drops marks, of whatever kind; a letter loses its accent only where NFD or NFKD came before. */
internal object StripAccents : Normalizer {
    override fun normalize(text: String): String = text.without { it in Categories.combining }
}

/** Spaces at the ends. */
internal class Strip(private val left: Boolean, private val right: Boolean) : Normalizer {
    override fun normalize(text: String): String {
        var start = 0
        var end = text.length
        // No space lies beyond the first 65,536 characters, so one Char is one character.
        if (left) while (start < end && text[start].code in Categories.space) start++
        if (right) while (end > start && text[end - 1].code in Categories.space) end--
        return text.substring(start, end)
    }
}

internal class Prepend(private val what: String) : Normalizer {
    override fun normalize(text: String): String = if (text.isEmpty()) text else what + text

    override val keepsBeginning = true
}

/** SentencePiece's rules for machine translation, without the compiled ones (normalizers/unicode.rs, do_nmt). */
internal object Nmt : Normalizer {
    private val spaces = setOf(
        0x9, 0xA, 0xC, 0xD, 0x1680, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD,
    )

    override fun normalize(text: String): String {
        val made = StringBuilder(text.length)
        text.forEachCode { code ->
            if (!isDropped(code)) made.appendCodePoint(if (code in spaces) ' '.code else code)
        }
        return made.toString()
    }

    private fun isDropped(code: Int): Boolean = when (code) {
        in 0x1..0x8, 0xB, in 0xE..0x1F, 0x7F, 0x8F, 0x9F -> true
        else -> false
    }
}
