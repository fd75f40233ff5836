package dev.mobilec.core.text.pattern

import dev.mobilec.core.text.unicode.CodeSet

/**
 * Reads the regular expressions that tokenizers are written with, in Oniguruma's default syntax
 * (its doc/RE), of which it serves what needs no memory of groups. Anything else is refused.
 */
internal class PatternParser(private val pattern: String) {
    private val source = PatternSource(pattern)
    private val classes = ClassParser(source)

    fun parse(): Syntax {
        val read = choice(false)
        if (!source.atEnd) source.refuse("a ) that nothing opened")
        return read
    }

    private fun choice(ignoresCase: Boolean): Syntax {
        val branches = mutableListOf(sequence(ignoresCase))
        while (source.take("|")) branches += sequence(ignoresCase)
        return branches.singleOrNull() ?: Choice(branches)
    }

    private fun sequence(ignoresCase: Boolean): Syntax {
        val parts = ArrayList<Syntax>()
        while (!source.atEnd && !source.sees("|") && !source.sees(")")) parts += repeated(atom(ignoresCase))
        return parts.singleOrNull() ?: Sequence(parts)
    }

    private fun atom(ignoresCase: Boolean): Syntax = when {
        source.take("(?:") -> closed(choice(ignoresCase))
        source.take("(?i:") -> closed(choice(true))
        source.take("(?=") -> Look(closed(choice(ignoresCase)), behind = false, wanted = true)
        source.take("(?!") -> Look(closed(choice(ignoresCase)), behind = false, wanted = false)
        source.take("(?<=") -> behind(ignoresCase, wanted = true)
        source.take("(?<!") -> behind(ignoresCase, wanted = false)
        source.sees("(?") -> source.refuse("a group that begins with ${source.next(4)}")
        source.take("(") -> closed(choice(ignoresCase))
        source.sees("[") -> OneOf(classes.bracketed().also { if (ignoresCase) source.refuse("a class without case") })
        source.take(".") -> OneOf(CodeSet.of('\n'.code).complement())
        source.take("^") -> Edge(Edge.Kind.LINE_START)
        source.take("$") -> Edge(Edge.Kind.LINE_END)
        source.sees("\\") -> edge() ?: OneOf(classes.escaped())
        REPEATS.any(source::sees) -> source.refuse("a ${source.next(1)} with nothing to repeat")
        else -> OneOf(letter(source.code(), ignoresCase))
    }

    private fun behind(ignoresCase: Boolean, wanted: Boolean): Syntax {
        val part = closed(choice(ignoresCase))
        val branches = (part as? Choice)?.branches ?: listOf(part)
        if (branches.any { it.shortest != it.longest }) source.refuse("a look back at texts of several lengths")
        return Look(part, behind = true, wanted = wanted)
    }

    private fun closed(inside: Syntax): Syntax {
        if (!source.take(")")) source.refuse("a ( that nothing closes")
        return inside
    }

    private fun edge(): Syntax? = EDGES.entries.firstOrNull { source.take(it.key) }?.let { Edge(it.value) }

    private fun repeated(part: Syntax): Syntax {
        val (least, most) = times() ?: return part
        if (part.shortest == 0) source.refuse("a repetition of what may be empty")
        val inBraces = pattern[source.at - 1] == '}'
        val manner = when {
            source.take("?") -> Repeat.Manner.LAZY
            !inBraces && source.take("+") -> Repeat.Manner.POSSESSIVE
            else -> Repeat.Manner.GREEDY
        }
        if (REPEATS.any(source::sees) || source.sees("{")) source.refuse("a repetition of a repetition")
        return Repeat(part, least, most, manner)
    }

    /** Times that the part before stands: at least, at most. */
    private fun times(): Pair<Int, Int?>? {
        if (source.take("*")) return 0 to null
        if (source.take("+")) return 1 to null
        if (source.take("?")) return 0 to 1
        val counted = COUNTED.find(source.rest())?.takeIf { it.range.first == 0 } ?: return null
        source.take(counted.value)
        val (first, comma, last) = counted.destructured
        return first.toInt() to if (comma.isEmpty()) first.toInt() else last.toIntOrNull()
    }

    private fun letter(code: Int, ignoresCase: Boolean): CodeSet {
        if (!ignoresCase) return CodeSet.of(code)
        if (code >= 0x80) source.refuse("a letter that is not ASCII, without case")
        val letter = code.toChar()
        val same = intArrayOf(letter.lowercaseChar().code, letter.uppercaseChar().code)
        // The two letters beyond ASCII whose simple case folding is an ASCII letter.
        return when (letter.lowercaseChar()) {
            's' -> CodeSet.of(*same, LONG_S)
            'k' -> CodeSet.of(*same, KELVIN)
            else -> CodeSet.of(*same)
        }
    }

    private companion object {
        const val LONG_S = 0x17F
        const val KELVIN = 0x212A
        val REPEATS = listOf("*", "+", "?")
        val COUNTED = Regex("\\{(\\d+)(,?)(\\d*)\\}")
        val EDGES = mapOf(
            "\\A" to Edge.Kind.TEXT_START,
            "\\z" to Edge.Kind.TEXT_END,
            "\\Z" to Edge.Kind.LAST_LINE_END,
            "\\b" to Edge.Kind.WORD_EDGE,
            "\\B" to Edge.Kind.NO_WORD_EDGE,
        )
    }
}
