package dev.mobilec.core.text.unicode

/** A set of code points, as ascending [starts] and the last code point [ends] of each range. */
internal class CodeSet private constructor(private val starts: IntArray, private val ends: IntArray) {
    private val low = BooleanArray(LOW) { slowContains(it) }

    operator fun contains(code: Int): Boolean = if (code < LOW) low[code] else slowContains(code)

    operator fun plus(other: CodeSet): CodeSet = of(ranges() + other.ranges())

    /** Every other code point. */
    fun complement(): CodeSet {
        val edges = ranges()
        val from = listOf(0) + edges.map { it.last + 1 }
        val to = edges.map { it.first - 1 } + Character.MAX_CODE_POINT
        return of(from.zip(to) { first, last -> first..last }.filterNot(IntRange::isEmpty))
    }

    private fun ranges(): List<IntRange> = starts.indices.map { starts[it]..ends[it] }

    private fun slowContains(code: Int): Boolean {
        val found = starts.binarySearch(code)
        return found >= 0 || (found < -1 && code <= ends[-found - 2])
    }

    companion object {
        /** Code points that are looked up in one step. */
        private const val LOW = 0x100

        fun of(ranges: Iterable<IntRange>): CodeSet {
            val merged = ArrayList<IntRange>()
            for (range in ranges.sortedBy(IntRange::first)) {
                val last = merged.lastOrNull()
                if (last != null && range.first <= last.last + 1) {
                    merged[merged.size - 1] = last.first..maxOf(last.last, range.last)
                } else {
                    merged += range
                }
            }
            return CodeSet(IntArray(merged.size) { merged[it].first }, IntArray(merged.size) { merged[it].last })
        }

        fun of(vararg codes: Int): CodeSet = of(codes.map { it..it })

        /** A table as tests/fixtures/unicode.py writes it: gaps and lengths of ranges, to base 36. */
        fun read(table: String): CodeSet = of(ranges(table.split(' ', '\n').filter(String::isNotEmpty)))

        /** The words of such a table as ranges. */
        fun ranges(words: List<String>): List<IntRange> {
            var end = 0
            return words.map { word ->
                val parts = word.split('.').map { it.toInt(RADIX) }
                val first = end + parts[0]
                val last = first + parts.getOrElse(1) { 0 }
                end = last + 1
                first..last
            }
        }

        internal const val RADIX = 36
    }
}
