package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.Layout
import dev.mobilec.core.manifest.MASK
import dev.mobilec.core.manifest.POSITION
import dev.mobilec.core.manifest.TOKEN
import java.nio.FloatBuffer

/**
 * A program's "encode" and "decode" as one model to search with. It owns the cache; the program
 * only reads it.
 *
 * A step masks every position from its own on, so what is left there of an earlier sentence or of
 * a dropped hypothesis is never seen, and nothing has to be cleared. The tensors stay the same from
 * step to step, so a runtime may bind them once.
 */
public class CachedDecoder(private val program: Program, private val layout: Layout) : StepModel {
    private val rows = layout.hypotheses.toLong() * layout.heads
    private val past = layout.past.associateWith {
        Tensor.floats(rows, layout.capacity.toLong(), layout.width.toLong())
    }
    private val written = layout.new.zip(past.values)
    private val token = Tensor.longs(layout.hypotheses.toLong(), 1)
    private val position = Tensor.longs(1)
    private val scratch = FloatArray(layout.hypotheses * layout.heads * layout.capacity * layout.width)
    private var inputs: Map<String, Tensor> = emptyMap()
    private var logits: Array<FloatArray> = emptyArray()
    private var filled = 0

    override val hypotheses: Int get() = layout.hypotheses
    override val capacity: Int get() = layout.capacity

    override fun encode(ids: LongArray, mask: LongArray?) {
        if (ids.isEmpty()) throw Refused("a source of no tokens was given; even an empty text has an end token")
        val given = mask ?: LongArray(ids.size) { 1 }
        val cross = program.run("encode", mapOf(IDS to row(ids), MASK to row(given)))
        inputs = mapOf(TOKEN to token, POSITION to position, MASK to row(given)) + cross + past
        reset()
    }

    override fun step(tokens: IntArray, position: Int): Array<FloatArray> {
        val ids = token.longs
        // A program has a fixed number of rows; those that nobody asked for repeat the first.
        for (at in 0 until layout.hypotheses) ids.put(at, tokens[if (at < tokens.size) at else 0].toLong())
        this.position.longs.put(0, position.toLong())
        val outputs = program.run("decode", inputs)
        for ((new, past) in written) write(outputs.getValue(new).floats, past.floats, position)
        filled = position + 1
        return read(outputs.getValue(LOGITS), tokens.size)
    }

    override fun reorder(origins: IntArray) {
        if (origins.indices.all { origins[it] == it }) return
        for (tensor in past.values) move(tensor.floats, origins)
    }

    override fun reset() {
        filled = 0
    }

    /** new (hypotheses * heads, 1, width) into a cache (hypotheses * heads, capacity, width). */
    private fun write(new: FloatBuffer, past: FloatBuffer, position: Int) {
        for (at in 0 until rows.toInt()) {
            new.limit((at + 1) * layout.width)
            past.position((at * layout.capacity + position) * layout.width)
            past.put(new)
        }
    }

    /** logits (hypotheses, vocabulary) to the first [count] rows of an array that is kept. */
    private fun read(tensor: Tensor, count: Int): Array<FloatArray> {
        val vocabulary = Math.toIntExact(tensor.shape.last())
        if (logits.size != count || logits[0].size != vocabulary) logits = Array(count) { FloatArray(vocabulary) }
        val numbers = tensor.floats
        for (row in logits) numbers.get(row)
        return logits
    }

    /** What is filled of hypothesis origins[i] to hypothesis i, all heads of it. */
    private fun move(past: FloatBuffer, origins: IntArray) {
        val size = filled * layout.width
        forEachHead(origins) { target, origin, head ->
            past.position((origin * layout.heads + head) * layout.capacity * layout.width)
            past.get(scratch, (target * layout.heads + head) * size, size)
        }
        forEachHead(origins) { target, _, head ->
            past.position((target * layout.heads + head) * layout.capacity * layout.width)
            past.put(scratch, (target * layout.heads + head) * size, size)
        }
    }

    /** Every head of every hypothesis that goes on from another one. */
    private inline fun forEachHead(origins: IntArray, move: (target: Int, origin: Int, head: Int) -> Unit) {
        for ((target, origin) in origins.withIndex()) {
            if (target != origin) for (head in 0 until layout.heads) move(target, origin, head)
        }
    }

    private fun row(ids: LongArray): Tensor = Tensor.longs(1, ids.size.toLong()).apply { longs.put(ids) }
}
