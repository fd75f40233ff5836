package dev.mobilec.core.text.unicode

/** Lower case letter by letter, as Rust's `char::to_lowercase`: a sigma at the end of a word is no case of its own. */
internal object Lowercase {
    private const val DOTTED_I = 0x130
    private const val DOTTED = "i\u0307"

    private val lower: Map<Int, Int> by lazy(::read)

    fun of(text: String): String {
        val made = StringBuilder(text.length)
        text.forEachCode { code ->
            if (code == DOTTED_I) made.append(DOTTED) else made.appendCodePoint(of(code))
        }
        return made.toString()
    }

    /** The lower case of a letter that has one of a single character; the letter itself otherwise. */
    fun of(code: Int): Int = when {
        code in 'A'.code..'Z'.code -> code + ('a' - 'A')
        code < 0x80 -> code
        else -> lower[code] ?: code
    }

    /** Runs of letters: gap from the run before, letters that follow, from one to the next, how far lower case is. */
    private fun read(): Map<Int, Int> {
        val found = HashMap<Int, Int>()
        var end = 0
        for (word in Tables.LOWER.split(' ', '\n').filter(String::isNotEmpty)) {
            val (gap, count, step, distance) = word.split('.').map { it.toInt(CodeSet.RADIX) }
            val first = end + gap
            for (i in 0..count) found[first + i * step] = first + i * step + distance
            end = first + count * step + 1
        }
        return found
    }
}
