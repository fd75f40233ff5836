package dev.mobilec.core.decode

import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.MASK
import dev.mobilec.core.manifest.POSITION
import dev.mobilec.core.manifest.TOKEN
import java.nio.FloatBuffer
import java.nio.LongBuffer

/**
 * The toy translator of tests/fixtures/decoding.py, which says what it computes. It reads all that
 * it is handed, so a state that is written, moved or cleared wrong gives other tokens.
 *
 * [bias] is added to its scores. Its output layer is the table with its sides changed: it is given 1 for the row and
 * 0 for all others, which "hidden" returns.
 */
class Toy(private val table: List<FloatArray>, private val bias: FloatArray? = null) : Program {
    /** Every method that was called. */
    val called = ArrayList<String>()

    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
        called += method
        return when (method) {
            "encode" -> encode(inputs)
            "output_rows" -> outputRows(inputs.getValue("words").longs)
            "hidden" -> decode(inputs, "hidden", table.size) { FloatArray(table.size).apply { set(it, 1f) } }
            else -> decode(inputs, LOGITS, table[0].size) { row ->
                FloatArray(table[0].size) { if (bias == null) table[row][it] else bias[it] + table[row][it] }
            }
        }
    }

    private fun outputRows(words: LongBuffer): Map<String, Tensor> {
        val rows = Tensor.floats(words.limit().toLong(), table.size.toLong())
        for (at in 0 until words.limit()) {
            for (row in table.indices) rows.floats.put(at * table.size + row, table[row][words.get(at).toInt()])
        }
        val biases = bias ?: return mapOf("output_rows" to rows)
        val own = Tensor.floats(words.limit().toLong())
        for (at in 0 until words.limit()) own.floats.put(at, biases[words.get(at).toInt()])
        return mapOf("output_rows" to rows, "output_bias" to own)
    }

    override fun close() = Unit

    private fun encode(inputs: Map<String, Tensor>): Map<String, Tensor> {
        val ids = inputs.getValue(IDS).longs
        val mask = inputs.getValue(MASK).longs
        val source = Tensor.floats(1, ids.remaining().toLong(), WIDTH.toLong())
        val numbers = source.floats
        for (at in 0 until numbers.limit()) numbers.put(at, (ids.get(at / WIDTH) * mask.get(at / WIDTH)).toFloat())
        return mapOf("source" to source)
    }

    private fun decode(
        inputs: Map<String, Tensor>,
        name: String,
        width: Int,
        said: (Int) -> FloatArray,
    ): Map<String, Tensor> {
        val position = inputs.getValue(POSITION).longs.get(0)
        val tokens = inputs.getValue(TOKEN).longs
        val keys = inputs.getValue("key").floats
        val total = inputs.getValue("total").floats
        val hypotheses = tokens.limit()
        val answer = Tensor.floats(hypotheses.toLong(), width.toLong())
        val key = Tensor.floats(hypotheses.toLong() * HEADS, 1, WIDTH.toLong())
        val following = Tensor.floats(hypotheses.toLong(), COLUMNS.toLong())
        val all = sum(inputs.getValue("source").floats) { 1 }
        for (at in 0 until hypotheses) {
            val token = tokens.get(at)
            val own = part(total, at, hypotheses)
            val past = sum(part(keys, at, hypotheses)) { 1 + it / WIDTH % (keys.limit() / hypotheses / HEADS / WIDTH) }
            val row = (past + sum(own) { 1 } + all + 7 * token + 3 * position) % table.size
            answer.floats.apply { position(at * width) }.put(said(row.toInt()))
            for (place in 0 until HEADS * WIDTH) {
                key.floats.put(at * HEADS * WIDTH + place, token.toFloat() + place % WIDTH)
            }
            for (place in 0 until COLUMNS) {
                following.floats.put(at * COLUMNS + place, (3 * own.get(place) + token + place) % table.size)
            }
        }
        return mapOf(name to answer, "new_key" to key, "new_total" to following)
    }

    /** What is a hypothesis' own. */
    private fun part(numbers: FloatBuffer, hypothesis: Int, hypotheses: Int): FloatBuffer {
        val size = numbers.capacity() / hypotheses
        return numbers.duplicate().apply { position(hypothesis * size).limit((hypothesis + 1) * size) }.slice()
    }

    private fun sum(numbers: FloatBuffer, weight: (Int) -> Int): Long =
        (0 until numbers.limit()).sumOf { (weight(it) * numbers.get(it)).toLong() }

    private companion object {
        const val HEADS = 2
        const val WIDTH = 3
        const val COLUMNS = 4
    }
}
