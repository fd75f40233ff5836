package dev.mobilec.core.text.model

/**
 * Tokens in order of their letters, so that all that begin alike stand together: no tree, and no
 * memory beyond one number for each token and one for each letter that could be the first.
 */
internal class Prefixes(private val tokens: List<String>) {
    /** Ids; of equal tokens the last one comes last, and is the one that counts. */
    private val order: IntArray = tokens.indices.sortedWith(compareBy({ tokens[it] }, { it })).toIntArray()

    /** Where the tokens begin whose first letter is at least this one. */
    private val firsts = IntArray(Char.MAX_VALUE.code + 2)

    init {
        var place = order.count { tokens[it].isEmpty() }
        for (letter in 0..Char.MAX_VALUE.code) {
            firsts[letter] = place
            while (place < order.size && tokens[order[place]][0].code == letter) place++
        }
        firsts[Char.MAX_VALUE.code + 1] = place
    }

    /** Each token that stands in [text] at [start], the shortest first, with the place where it ends. */
    inline fun forEach(text: String, start: Int, found: (Int, Int) -> Unit) {
        var low = firsts[text[start].code]
        var high = firsts[text[start].code + 1]
        var depth = 1
        while (low < high) {
            var whole = -1
            while (low < high && tokens[order[low]].length == depth) whole = order[low++]
            if (whole >= 0) found(start + depth, whole)
            if (start + depth == text.length) return
            val letter = text[start + depth].code
            low = firstWith(low, high, depth, letter)
            high = firstWith(low, high, depth, letter + 1)
            depth++
        }
    }

    /** The first of the tokens from [from] to before [to] whose letter at [depth] is [letter] or later. */
    fun firstWith(from: Int, to: Int, depth: Int, letter: Int): Int {
        var low = from
        var high = to
        while (low < high) {
            val middle = (low + high) ushr 1
            if (tokens[order[middle]][depth].code < letter) low = middle + 1 else high = middle
        }
        return low
    }
}
