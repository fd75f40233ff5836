package dev.mobilec.core.text.sentence

/** Quotes and brackets of a line that open and close again: what stands in them does not end its sentence. */
internal class Enclosures(private val text: String) {
    private val ranges: List<IntRange> = found()

    /** Whether a place stands inside one, and goes on there. */
    fun hold(place: Int): Boolean = ranges.any { place > it.first && place < it.last && !isLast(place, it) }

    /** The place after the quotes and brackets that close at [place]. */
    fun closedAfter(place: Int): Int {
        var at = place
        while (at < text.length && (text[at] in CLOSING || ranges.any { it.last == at })) at++
        return at
    }

    /** Between the place and the closing sign is nothing, so both end together. */
    private fun isLast(place: Int, range: IntRange) = closedAfter(place) > range.last

    private fun found(): List<IntRange> {
        val all = ArrayList<IntRange>()
        val open = ArrayList<Pair<Char, Int>>()
        for ((at, sign) in text.withIndex()) {
            val matching = open.indexOfLast { it.first == sign }
            if (matching >= 0 && (sign != PLAIN || !opens(at))) {
                all += open[matching].second..at
                while (open.size > matching) open.removeAt(open.size - 1)
            } else {
                PAIRS[sign]?.takeIf { sign != PLAIN || opens(at) }?.let { open += it to at }
            }
        }
        return all
    }

    /** A straight quote opens where a word begins. */
    private fun opens(at: Int): Boolean {
        val follows = at > 0 && !text[at - 1].isWhitespace() && text[at - 1] !in PAIRS
        return !follows && at + 1 < text.length && !text[at + 1].isWhitespace()
    }

    private companion object {
        const val PLAIN = '"'
        val PAIRS = mapOf(
            '(' to ')', '[' to ']', '{' to '}', '（' to '）', '"' to '"', '“' to '”', '„' to '“',
            '«' to '»', '‹' to '›', '「' to '」', '『' to '』',
        )
        const val CLOSING = "\"'”’)]}»›」』）"
    }
}
