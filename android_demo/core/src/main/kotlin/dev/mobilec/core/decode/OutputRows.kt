package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.OUTPUT_BIAS
import dev.mobilec.core.manifest.OUTPUT_ROWS
import dev.mobilec.core.manifest.WORDS
import kotlin.math.min

/**
 * The output layer of a program for some words only: [method] has its rows, of a fixed number of words a call.
 *
 * score of a word = hidden . its row + its bias
 */
internal class OutputRows(private val program: Program, private val method: MethodEntry) {
    private val atOnce = atOnce(method)
    private val asked = Tensor.longs(atOnce.toLong())
    private val inputs = mapOf(WORDS to asked)
    private var words = IntArray(0)

    /**
     * (width, words at least): number k of all rows together. So the inner loop goes over words, each with a sum
     * of its own, which compilers make vectors of: they may not change the order in which one sum is added up.
     */
    private var columns: Array<FloatArray> = emptyArray()
    private var bias = FloatArray(0)
    private var sums = FloatArray(0)

    /** Reads the rows of [words]; the last call asks for its words again where there are fewer. */
    fun read(words: IntArray) {
        this.words = words
        for (begin in words.indices step atOnce) {
            val count = min(atOnce, words.size - begin)
            val ids = asked.longs
            for (at in 0 until atOnce) ids.put(words[begin + at % count].toLong())
            val found = program.run(method.name, inputs)
            val rows = found.getValue(OUTPUT_ROWS)
            grow(Math.toIntExact(rows.shape.last()), words.size)
            keep(rows, begin, count)
            found[OUTPUT_BIAS]?.floats?.get(bias, begin, count)
        }
    }

    /** [hidden] (width) to the scores of the words, where each stands in [row] (vocabulary); the rest of it stays. */
    fun score(hidden: FloatArray, row: FloatArray) {
        val count = words.size
        bias.copyInto(sums, endIndex = count)
        for (at in columns.indices) add(columns[at], hidden[at], sums, count)
        for (at in 0 until count) row[words[at]] = sums[at]
    }

    private fun add(column: FloatArray, factor: Float, sums: FloatArray, count: Int) {
        for (at in 0 until count) sums[at] += factor * column[at]
    }

    /** The first [count] rows (n, width), as those of the words from [begin] on. */
    private fun keep(rows: Tensor, begin: Int, count: Int) {
        val width = columns.size
        val numbers = FloatArray(count * width).also { rows.floats.get(it) }
        for ((at, column) in columns.withIndex()) {
            for (word in 0 until count) column[begin + word] = numbers[word * width + at]
        }
    }

    /** Room for so many words, with some to spare for other sentences. A program without a bias has zeros. */
    private fun grow(width: Int, count: Int) {
        if (columns.size == width && sums.size >= count) return
        val room = count + count / 2
        columns = Array(width) { FloatArray(room) }
        bias = FloatArray(room)
        sums = FloatArray(room)
    }
}

/** How many words a call takes. */
private fun atOnce(method: MethodEntry): Int {
    val size = method.inputs.firstOrNull()?.shape?.firstOrNull()
    if (size == null || size.minimum != size.maximum || size.minimum < 1) {
        throw Refused("${method.name} takes no fixed number of words; export the bundle again")
    }
    return Math.toIntExact(size.minimum)
}
