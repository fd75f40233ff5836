package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.text.pattern.Pattern
import dev.mobilec.core.text.pattern.Span

/** What becomes of what a text is cut at (SplitDelimiterBehavior of tokenizers, normalizer.rs). */
internal enum class Delimiter(val spelling: String) {
    REMOVED("Removed"),
    ISOLATED("Isolated"),
    MERGED_WITH_PREVIOUS("MergedWithPrevious"),
    MERGED_WITH_NEXT("MergedWithNext"),
    CONTIGUOUS("Contiguous");

    /** The ranges that stay, in order. */
    fun kept(spans: List<Span>, inverted: Boolean): List<IntRange> = when (this) {
        REMOVED -> spans.filter { it.matches == inverted }.map { it.start until it.end }
        ISOLATED -> spans.map { it.start until it.end }
        CONTIGUOUS -> merged(spans, inverted) { matches, previous -> matches == previous }
        MERGED_WITH_PREVIOUS -> merged(spans, inverted) { matches, previous -> matches && !previous }
        MERGED_WITH_NEXT ->
            merged(spans.asReversed(), inverted) { matches, previous -> matches && !previous }.asReversed()
    }

    /** [joins]: whether a span becomes one with that before it, by whether the two match. */
    private fun merged(spans: List<Span>, inverted: Boolean, joins: (Boolean, Boolean) -> Boolean): List<IntRange> {
        val done = ArrayList<IntRange>()
        var previous = false
        for (span in spans) {
            val matches = span.matches != inverted
            val last = done.lastOrNull()
            if (last != null && joins(matches, previous)) {
                done[done.size - 1] = minOf(last.first, span.start)..maxOf(last.last, span.end - 1)
            } else {
                done += span.start until span.end
            }
            previous = matches
        }
        return done
    }
}

/** A piece cut at what [pattern] finds. */
internal fun cutAt(piece: Piece, pattern: Pattern, delimiter: Delimiter, inverted: Boolean = false): List<Piece> {
    val ranges = delimiter.kept(pattern.spans(piece.text), inverted)
    if (ranges.size == 1 && ranges[0].last == piece.text.length - 1 && ranges[0].first == 0) return listOf(piece)
    return ranges.filterNot(IntRange::isEmpty).map { Piece(piece.text.substring(it), piece.begins && it.first == 0) }
}
