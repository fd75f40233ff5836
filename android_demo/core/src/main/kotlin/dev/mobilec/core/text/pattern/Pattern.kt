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
    private val root = ready(Parser(pattern).parse(), Accept)

    /** Empty matches count, but not where another match ended (Oniguruma's find_iter). */
    override fun spans(text: String): List<Span> {
        val found = ArrayList<Span>()
        var covered = 0
        var lastEnd = -1
        var at = 0
        while (at <= text.length) {
            val end = root.end(text, at)
            val isMatch = end != Node.NONE && !(end == at && end == lastEnd)
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

private fun ready(part: Syntax, next: Node): Node = when (part) {
    is OneOf -> One(part.codes, next)
    is Sequence -> part.parts.foldRight(next, ::ready)
    is Choice -> Branches(part.branches.map { ready(it, next) })
    is Edge -> Condition(part.kind, next)
    is Look -> look(part, next)
    is Repeat -> repeat(part, next)
}

private fun look(part: Look, next: Node): Node {
    if (!part.behind) return Ahead(ready(part.part, Accept), part.wanted, next)
    val branches = (part.part as? Choice)?.branches ?: listOf(part.part)
    return Behind(branches.map { ready(it, Accept) to it.shortest }, part.wanted, next)
}

private fun repeat(part: Repeat, next: Node): Node {
    val most = part.most ?: Int.MAX_VALUE
    if (part.part is OneOf) return Run(part.part.codes, part.least, most, part.manner, next)
    if (part.manner == Repeat.Manner.POSSESSIVE) {
        return Atomic(repeat(Repeat(part.part, part.least, part.most, Repeat.Manner.GREEDY), Accept), next)
    }
    val isLazy = part.manner == Repeat.Manner.LAZY
    val more = part.most?.minus(part.least)
    val rest = if (more == null) loop(part.part, isLazy, next) else optional(part, more, isLazy, next)
    return (0 until part.least).fold(rest) { after, _ -> ready(part.part, after) }
}

private fun loop(part: Syntax, isLazy: Boolean, next: Node): Node =
    Loop(isLazy, next).also { it.part = ready(part, it) }

private fun optional(part: Repeat, times: Int, isLazy: Boolean, next: Node): Node =
    (0 until times).fold(next) { after, _ ->
        val once = ready(part.part, after)
        Branches(if (isLazy) listOf(next, once) else listOf(once, next))
    }
