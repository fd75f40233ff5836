package dev.mobilec.core.text.pattern

import dev.mobilec.core.text.unicode.CodeSet

/** What a regular expression says, before it is made ready to search. Lengths are in code points. */
internal sealed class Syntax {
    abstract val shortest: Int

    /** Null: without end. */
    abstract val longest: Int?
}

internal class OneOf(val codes: CodeSet) : Syntax() {
    override val shortest = 1
    override val longest = 1
}

internal class Sequence(val parts: List<Syntax>) : Syntax() {
    override val shortest = parts.sumOf(Syntax::shortest)
    override val longest = parts.fold(0 as Int?) { sum, part -> part.longest?.let { sum?.plus(it) } }
}

internal class Choice(val branches: List<Syntax>) : Syntax() {
    override val shortest = branches.minOf(Syntax::shortest)
    override val longest = branches.map(Syntax::longest).takeUnless { null in it }?.maxOf { it!! }
}

/** [most]: null for no end. */
internal class Repeat(val part: Syntax, val least: Int, val most: Int?, val manner: Manner) : Syntax() {
    override val shortest = part.shortest * least
    override val longest = part.longest?.let { one -> most?.let { it * one } }

    enum class Manner { GREEDY, LAZY, POSSESSIVE }
}

/** What must or must not stand after (or [behind], before) a place. */
internal class Look(val part: Syntax, val behind: Boolean, val wanted: Boolean) : Syntax() {
    override val shortest = 0
    override val longest = 0
}

/** A condition on a place. */
internal class Edge(val kind: Kind) : Syntax() {
    override val shortest = 0
    override val longest = 0

    enum class Kind { TEXT_START, TEXT_END, LAST_LINE_END, LINE_START, LINE_END, WORD_EDGE, NO_WORD_EDGE }
}
