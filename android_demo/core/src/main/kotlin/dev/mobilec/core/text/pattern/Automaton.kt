package dev.mobilec.core.text.pattern

/** A pattern as what matches it, each part with all that follows it. */
internal fun automaton(syntax: Syntax): Matcher = made(syntax, Accept)

private fun made(part: Syntax, next: Matcher): Matcher = when (part) {
    is OneOf -> One(part.codes, next)
    is Sequence -> part.parts.foldRight(next, ::made)
    is Choice -> Branches(part.branches.map { made(it, next) })
    is Edge -> Condition(part.kind, next)
    is Look -> look(part, next)
    is Repeat -> repeat(part, next)
}

private fun look(part: Look, next: Matcher): Matcher {
    if (!part.behind) return Ahead(made(part.part, Accept), part.wanted, next)
    val branches = (part.part as? Choice)?.branches ?: listOf(part.part)
    return Behind(branches.map { made(it, Accept) to it.shortest }, part.wanted, next)
}

private fun repeat(part: Repeat, next: Matcher): Matcher {
    val most = part.most ?: Int.MAX_VALUE
    if (part.part is OneOf) return Run(part.part.codes, part.least, most, part.manner, next)
    if (part.manner == Repeat.Manner.POSSESSIVE) {
        return Atomic(repeat(Repeat(part.part, part.least, part.most, Repeat.Manner.GREEDY), Accept), next)
    }
    val isLazy = part.manner == Repeat.Manner.LAZY
    val more = part.most?.minus(part.least)
    val rest = if (more == null) loop(part.part, isLazy, next) else optional(part, more, isLazy, next)
    return (0 until part.least).fold(rest) { after, _ -> made(part.part, after) }
}

private fun loop(part: Syntax, isLazy: Boolean, next: Matcher): Matcher =
    Loop(isLazy, next).also { it.part = made(part, it) }

private fun optional(part: Repeat, times: Int, isLazy: Boolean, next: Matcher): Matcher =
    (0 until times).fold(next) { after, _ ->
        val once = made(part.part, after)
        Branches(if (isLazy) listOf(next, once) else listOf(once, next))
    }
