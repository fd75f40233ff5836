package dev.mobilec.core.text.pattern

import dev.mobilec.core.text.unicode.CodeSet
import dev.mobilec.core.text.unicode.PatternClasses

/** A part of a pattern that is ready to match, and all that follows it. */
internal abstract class Matcher {
    /** Where the match ends if it goes on at [at]; [NONE] if there is none. */
    abstract fun end(text: String, at: Int): Int

    companion object {
        const val NONE = -1
    }
}

internal object Accept : Matcher() {
    override fun end(text: String, at: Int) = at
}

internal class One(private val codes: CodeSet, private val next: Matcher) : Matcher() {
    override fun end(text: String, at: Int): Int {
        val after = step(codes, text, at)
        return if (after == NONE) NONE else next.end(text, after)
    }
}

internal class Branches(private val branches: List<Matcher>) : Matcher() {
    override fun end(text: String, at: Int): Int {
        for (branch in branches) {
            val end = branch.end(text, at)
            if (end != NONE) return end
        }
        return NONE
    }
}

/** Characters of one class, [least] to [most] of them. */
internal class Run(
    private val codes: CodeSet,
    private val least: Int,
    private val most: Int,
    private val manner: Repeat.Manner,
    private val next: Matcher,
) : Matcher() {
    override fun end(text: String, at: Int): Int {
        val enough = if (manner == Repeat.Manner.LAZY) least else most
        var count = 0
        var place = at
        while (count < enough) {
            val after = step(codes, text, place)
            if (after == NONE) break
            place = after
            count++
        }
        if (count < least) return NONE
        return if (manner == Repeat.Manner.LAZY) longer(text, place, count) else shorter(text, place, count)
    }

    private fun shorter(text: String, longest: Int, counted: Int): Int {
        var place = longest
        var count = counted
        while (true) {
            val end = next.end(text, place)
            if (end != NONE || count == least || manner == Repeat.Manner.POSSESSIVE) return end
            place = text.offsetByCodePoints(place, -1)
            count--
        }
    }

    private fun longer(text: String, shortest: Int, counted: Int): Int {
        var place = shortest
        for (count in counted..most) {
            val end = next.end(text, place)
            if (end != NONE) return end
            place = step(codes, text, place)
            if (place == NONE) break
        }
        return NONE
    }
}

/** Any number of a part that is never empty; [part] ends in this loop again. */
internal class Loop(private val isLazy: Boolean, private val next: Matcher) : Matcher() {
    lateinit var part: Matcher

    override fun end(text: String, at: Int): Int {
        val (first, second) = if (isLazy) next to part else part to next
        val end = first.end(text, at)
        return if (end != NONE) end else second.end(text, at)
    }
}

/** The first way in which [part] matches, and no other. */
internal class Atomic(private val part: Matcher, private val next: Matcher) : Matcher() {
    override fun end(text: String, at: Int): Int {
        val end = part.end(text, at)
        return if (end == NONE) NONE else next.end(text, end)
    }
}

internal class Ahead(private val part: Matcher, private val wanted: Boolean, private val next: Matcher) : Matcher() {
    override fun end(text: String, at: Int): Int =
        if ((part.end(text, at) != NONE) == wanted) next.end(text, at) else NONE
}

/** [branches]: what may stand before, each with its only length in code points. */
internal class Behind(
    private val branches: List<Pair<Matcher, Int>>,
    private val wanted: Boolean,
    private val next: Matcher,
) : Matcher() {
    override fun end(text: String, at: Int): Int =
        if (branches.any { (part, length) -> found(part, length, text, at) } == wanted) next.end(text, at) else NONE

    private fun found(part: Matcher, length: Int, text: String, at: Int): Boolean {
        var start = at
        repeat(length) {
            if (start == 0) return false
            start -= Character.charCount(text.codePointBefore(start))
        }
        return part.end(text, start) != NONE
    }
}

internal class Condition(private val kind: Edge.Kind, private val next: Matcher) : Matcher() {
    override fun end(text: String, at: Int): Int = if (holds(text, at)) next.end(text, at) else NONE

    private fun holds(text: String, at: Int): Boolean = when (kind) {
        Edge.Kind.TEXT_START -> at == 0
        Edge.Kind.TEXT_END -> at == text.length
        Edge.Kind.LAST_LINE_END -> at == text.length || (at == text.length - 1 && text[at] == '\n')
        Edge.Kind.LINE_START -> at == 0 || (text[at - 1] == '\n' && at < text.length)
        Edge.Kind.LINE_END -> at == text.length || text[at] == '\n'
        Edge.Kind.WORD_EDGE -> isWord(text, at) != wasWord(text, at)
        Edge.Kind.NO_WORD_EDGE -> isWord(text, at) == wasWord(text, at)
    }

    private fun isWord(text: String, at: Int) = at < text.length && text.codePointAt(at) in PatternClasses.word

    private fun wasWord(text: String, at: Int) = at > 0 && text.codePointBefore(at) in PatternClasses.word
}

/** The place after the character at [at] if it is one of [codes]. */
private fun step(codes: CodeSet, text: String, at: Int): Int {
    if (at == text.length) return Matcher.NONE
    val code = text.codePointAt(at)
    return if (code in codes) at + Character.charCount(code) else Matcher.NONE
}
