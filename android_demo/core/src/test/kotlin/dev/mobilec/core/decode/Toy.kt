package dev.mobilec.core.decode

import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.Layout
import dev.mobilec.core.manifest.MASK
import dev.mobilec.core.manifest.POSITION
import dev.mobilec.core.manifest.TOKEN

/**
 * The toy translator of tests/fixtures/decoding.py, which says what it computes. Its keys and
 * values are copied from what it is handed, so a cache that is written wrong gives other tokens.
 */
class Toy(private val table: List<FloatArray>, private val layout: Layout) : Program {
    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> =
        if (method == "encode") encode(inputs) else decode(inputs)

    override fun close() = Unit

    private fun encode(inputs: Map<String, Tensor>): Map<String, Tensor> {
        val ids = inputs.getValue(IDS).longs
        val mask = inputs.getValue(MASK).longs
        val length = ids.remaining()
        val cross = Tensor.floats(layout.heads.toLong(), length.toLong(), layout.width.toLong())
        val numbers = cross.floats
        for (head in 0 until layout.heads) for (at in 0 until length) for (column in 0 until layout.width) {
            numbers.put((head * length + at) * layout.width + column, (ids.get(at) * mask.get(at)).toFloat())
        }
        return mapOf("cross_key_0" to cross, "cross_value_0" to cross)
    }

    private fun decode(inputs: Map<String, Tensor>): Map<String, Tensor> {
        val position = inputs.getValue(POSITION).longs.get(0).toInt()
        val tokens = inputs.getValue(TOKEN).longs
        val cross = inputs.getValue("cross_key_0").floats
        val source = (0 until cross.limit()).sumOf { cross.get(it).toDouble() }
        val logits = Tensor.floats(layout.hypotheses.toLong(), table[0].size.toLong())
        val key = Tensor.floats(layout.hypotheses.toLong() * layout.heads, 1, layout.width.toLong())
        val value = Tensor.floats(layout.hypotheses.toLong() * layout.heads, 1, layout.width.toLong())
        for (at in 0 until layout.hypotheses) {
            val token = tokens.get(at)
            val state = past(inputs, at, position) + source.toLong() + 7 * token + 3 * position
            logits.floats.apply { position(at * table[0].size) }.put(table[(state % table.size).toInt()])
            for (row in at * layout.heads until (at + 1) * layout.heads) for (column in 0 until layout.width) {
                key.floats.put(row * layout.width + column, token.toFloat() + column)
                value.floats.put(row * layout.width + column, token.toFloat() * 2)
            }
        }
        return mapOf(LOGITS to logits, "new_key_0" to key, "new_value_0" to value)
    }

    private fun past(inputs: Map<String, Tensor>, hypothesis: Int, position: Int): Long {
        val keys = inputs.getValue("key_0").floats
        val values = inputs.getValue("value_0").floats
        var sum = 0f
        for (row in hypothesis * layout.heads until (hypothesis + 1) * layout.heads) for (place in 0 until position) {
            for (column in 0 until layout.width) {
                val at = (row * layout.capacity + place) * layout.width + column
                sum += (place + 1) * (keys.get(at) + 2 * values.get(at))
            }
        }
        return sum.toLong()
    }
}
