package dev.mobilec.core.run

import dev.mobilec.core.text.sentence.isKnown
import dev.mobilec.core.text.sentence.isSameLanguage
import dev.mobilec.core.text.sentence.languageCode

/** The languages of a translator, as its model names them; null where it names none. */
public data class Direction(val source: String?, val target: String?) {
    public val isKnown: Boolean
        get() = isKnown(source) && isKnown(target)

    internal val turned: Direction
        get() = Direction(target, source)

    internal fun isSame(other: Direction): Boolean =
        isSameLanguage(source, other.source) && isSameLanguage(target, other.target)
}

/** A language for who names it, whatever the form of its code; null where that is unknown. */
public fun languageTag(code: String?): String? = if (isKnown(code)) languageCode(code) else null

/**
 * [legs]: places of the translators that a text goes through, one after the other; one or two of them. [through]: the
 * language in which two meet.
 */
public data class Way(val legs: List<Int>, val direction: Direction, val through: String? = null)

/** [back]: the way that the other language is translated by, if there is one. */
public data class Choice(val way: Way, val back: Way? = null)

/**
 * What a person can choose who has some [translators], in their order: each direction with its way back, and behind
 * them two that meet in a language, where no other way leads from the one to the other; as exporters/text/ways.py.
 */
public fun choices(translators: List<Direction>): List<Choice> {
    val ways = translators.mapIndexedTo(ArrayList()) { place, direction -> Way(listOf(place), direction) }
    for ((first, one) in translators.withIndex()) {
        for ((second, other) in translators.withIndex()) {
            if (!isSameLanguage(one.target, other.source)) continue
            val direction = Direction(one.source, other.target)
            if (isNew(direction, ways)) ways += Way(listOf(first, second), direction, one.target)
        }
    }
    return paired(ways)
}

/** Whether it leads from a known language to another, and no way does so yet. */
private fun isNew(direction: Direction, ways: List<Way>): Boolean =
    direction.isKnown && !isSameLanguage(direction.source, direction.target) &&
        ways.none { it.direction.isSame(direction) }

private fun paired(ways: List<Way>): List<Choice> {
    val found = ArrayList<Choice>()
    val left = ArrayList(ways)
    while (left.isNotEmpty()) {
        val way = left.removeAt(0)
        val back = left.firstOrNull { it.direction.isSame(way.direction.turned) }
        left.remove(back)
        found += Choice(way, back)
    }
    return found
}
