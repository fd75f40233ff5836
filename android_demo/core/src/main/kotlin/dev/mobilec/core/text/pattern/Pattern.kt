package dev.mobilec.core.text.pattern

/** A part of a text that a pattern matches, or that stands between matches. */
internal class Span(val start: Int, val end: Int, val matches: Boolean)

/** What a text is searched for. */
internal interface Pattern {
    /** Matches and what is between them, in order, covering [text], which is not empty. */
    fun spans(text: String): List<Span>

    /** False only where there is no match; true may be wrong. */
    fun mayMatch(text: String): Boolean = true
}

/**
 * A regular expression. The platform's own would read `\s` and `\p{L}` by its version of Unicode, which
 * is not that of the library, and differs between phones.
 */
internal class Expression(pattern: String) : Pattern {
    private val root = automaton(PatternParser(pattern).parse())

    /** Empty matches count, but not where another match ended (Oniguruma's find_iter). */
    override fun spans(text: String): List<Span> {
        val found = ArrayList<Span>()
        var covered = 0
        var lastEnd = -1
        var at = 0
        while (at <= text.length) {
            val end = root.end(text, at)
            val isMatch = end != Matcher.NONE && !(end == at && end == lastEnd)
            if (isMatch) {
                if (covered < at) found += Span(covered, at, false)
                found += Span(at, end, true)
                covered = end
                lastEnd = end
            }
            at = if (isMatch && end > at) end else after(text, at)
        }
        if (covered < text.length) found += Span(covered, text.length, false)
        return found
    }

    private fun after(text: String, at: Int): Int =
        if (at < text.length) at + Character.charCount(text.codePointAt(at)) else at + 1
}

/** A text as it stands. */
internal class Literal(val wanted: String) : Pattern {
    override fun mayMatch(text: String): Boolean = wanted in text

    override fun spans(text: String): List<Span> {
        val found = ArrayList<Span>()
        var covered = 0
        var at = text.indexOf(wanted)
        while (at >= 0) {
            if (covered < at) found += Span(covered, at, false)
            covered = at + wanted.length
            found += Span(at, covered, true)
            at = text.indexOf(wanted, covered)
        }
        if (covered < text.length) found += Span(covered, text.length, false)
        return found
    }
}

/** Each character that [takes] holds for, alone. */
internal class EachCode(private val takes: (Int) -> Boolean) : Pattern {
    override fun spans(text: String): List<Span> {
        val found = ArrayList<Span>()
        var covered = 0
        var at = 0
        while (at < text.length) {
            val code = text.codePointAt(at)
            val next = at + Character.charCount(code)
            if (takes(code)) {
                if (covered < at) found += Span(covered, at, false)
                found += Span(at, next, true)
                covered = next
            }
            at = next
        }
        if (covered < text.length) found += Span(covered, text.length, false)
        return found
    }
}
