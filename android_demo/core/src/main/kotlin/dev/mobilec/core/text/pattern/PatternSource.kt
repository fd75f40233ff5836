package dev.mobilec.core.text.pattern

import dev.mobilec.core.Refused

/** A pattern and how far it was read. */
internal class PatternSource(private val pattern: String) {
    var at = 0
        private set

    val atEnd: Boolean get() = at == pattern.length

    fun sees(what: String): Boolean = pattern.startsWith(what, at)

    fun take(what: String): Boolean = sees(what).also { if (it) at += what.length }

    fun rest(): String = pattern.substring(at)

    fun next(count: Int): String = rest().take(count)

    fun code(): Int {
        if (atEnd) refuse("its end where more is expected")
        return pattern.codePointAt(at).also { at += Character.charCount(it) }
    }

    fun refuse(what: String): Nothing = throw Refused(
        "the regular expression $pattern of the tokenizer has $what at place $at, which this app does not read; " +
            "export the model with another tokenizer",
    )
}
