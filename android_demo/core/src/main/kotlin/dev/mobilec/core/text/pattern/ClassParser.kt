package dev.mobilec.core.text.pattern

import dev.mobilec.core.text.unicode.CodeSet
import dev.mobilec.core.text.unicode.PatternClasses

/** Reads what stands for one character: `[a-z\s]`, `\p{L}`, `\x{2581}`. */
internal class ClassParser(private val source: PatternSource) {
    fun bracketed(): CodeSet {
        source.take("[")
        val isNegated = source.take("^")
        var found = CodeSet.of()
        var isFirst = true
        while (isFirst || !source.take("]")) {
            if (source.sees("[:") || source.sees("&&")) source.refuse("${source.next(2)} in a class")
            found += if (source.sees("[")) bracketed() else ranged()
            isFirst = false
        }
        return if (isNegated) found.complement() else found
    }

    /** What begins with a backslash. */
    fun escaped(): CodeSet = named() ?: CodeSet.of(code())

    private fun ranged(): CodeSet {
        named()?.let { return it }
        val first = code()
        if (!source.sees("-") || source.sees("-]")) return CodeSet.of(first)
        source.take("-")
        if (source.sees("[")) source.refuse("a range up to a class")
        val last = code()
        if (last < first) source.refuse("a range that goes backwards")
        return CodeSet.of(listOf(first..last))
    }

    private fun named(): CodeSet? {
        val short = SHORT.entries.firstOrNull { source.take(it.key) }
        if (short != null) return short.value.value
        val long = PROPERTY.find(source.rest())?.takeIf { it.range.first == 0 } ?: return null
        val (letter, caret, name) = long.destructured
        val codes = PatternClasses.byName[name]?.value ?: source.refuse("the class ${long.value}")
        source.take(long.value)
        return if ((letter == "P") != caret.isNotEmpty()) codes.complement() else codes
    }

    /** One code point, as it is or escaped. */
    private fun code(): Int {
        if (!source.take("\\")) return source.code()
        val digits = HEX.firstNotNullOfOrNull { it.find(source.rest())?.takeIf { found -> found.range.first == 0 } }
        if (digits != null) {
            source.take(digits.value)
            return digits.groupValues[1].toInt(16)
        }
        val escaped = source.code()
        return CONTROLS[escaped.toChar()]?.code ?: escaped.also {
            if (Character.isLetterOrDigit(it)) source.refuse("\\${it.toChar()}")
        }
    }

    private companion object {
        val SHORT: Map<String, Lazy<CodeSet>> = mapOf(
            "\\s" to lazy { PatternClasses.space },
            "\\S" to lazy { PatternClasses.space.complement() },
            "\\d" to lazy { PatternClasses.digit },
            "\\D" to lazy { PatternClasses.digit.complement() },
            "\\w" to lazy { PatternClasses.word },
            "\\W" to lazy { PatternClasses.word.complement() },
        )
        val PROPERTY = Regex("\\\\([pP])\\{(\\^?)(\\w+)\\}")
        val HEX = listOf(Regex("x\\{([0-9A-Fa-f]{1,6})\\}"), Regex("x([0-9A-Fa-f]{2})"), Regex("u([0-9A-Fa-f]{4})"))
        val CONTROLS = mapOf(
            'n' to '\n', 't' to '\t', 'r' to '\r', 'f' to '\u000C', 'v' to '\u000B', 'a' to '\u0007', 'e' to '\u001B',
        )
    }
}
