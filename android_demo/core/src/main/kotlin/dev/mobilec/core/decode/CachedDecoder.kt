package dev.mobilec.core.decode

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.DECODE
import dev.mobilec.core.manifest.ENCODE
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.MASK
import dev.mobilec.core.manifest.POSITION
import dev.mobilec.core.manifest.States
import dev.mobilec.core.manifest.TOKEN

/**
 * A program's "encode" and [method] as one model to search with, whose steps give what the program [returns]: logits,
 * or what else has a row for each hypothesis. It owns the states; the program only reads them.
 *
 * Every sentence begins from clear states. The tensors stay the same from step to step, so a runtime
 * may bind them once.
 */
public class CachedDecoder(
    private val program: Program,
    private val states: States,
    private val method: String = DECODE,
    private val returns: String = LOGITS,
) : StepModel {
    private val held = states.kept.map { HeldState(it, states.hypotheses) }
    private val token = Tensor.longs(states.hypotheses.toLong(), 1)
    private val position = Tensor.longs(1)
    private var inputs: Map<String, Tensor> = emptyMap()
    private var scores: Array<FloatArray> = emptyArray()
    private var filled = 0

    override val hypotheses: Int get() = states.hypotheses
    override val capacity: Int get() = states.capacity

    override fun encode(ids: LongArray, mask: LongArray?) {
        if (ids.isEmpty()) throw Refused("a source of no tokens was given; even an empty text has an end token")
        val given = mask ?: LongArray(ids.size) { 1 }
        val source = program.run(ENCODE, mapOf(IDS to row(ids), MASK to row(given)))
        val own = held.associate { it.name to it.tensor }
        inputs = mapOf(TOKEN to token, POSITION to position, MASK to row(given)) + source + own
        reset()
    }

    override fun step(tokens: IntArray, position: Int): Array<FloatArray> {
        val ids = token.longs
        // A program has a fixed number of rows; those that nobody asked for repeat the first.
        for (at in 0 until states.hypotheses) ids.put(at, tokens[if (at < tokens.size) at else 0].toLong())
        this.position.longs.put(0, position.toLong())
        val outputs = program.run(method, inputs)
        for (state in held) state.write(outputs, position)
        filled = position + 1
        return read(outputs.getValue(returns), tokens.size)
    }

    override fun reorder(origins: IntArray) {
        if (origins.indices.all { origins[it] == it }) return
        for (state in held) state.move(origins, filled)
    }

    override fun reset() {
        for (state in held) state.clear(filled)
        filled = 0
    }

    /** (hypotheses, width) to the first [count] rows of an array that is kept. */
    private fun read(tensor: Tensor, count: Int): Array<FloatArray> {
        val width = Math.toIntExact(tensor.shape.last())
        if (scores.size != count || scores[0].size != width) scores = Array(count) { FloatArray(width) }
        val numbers = tensor.floats
        for (row in scores) numbers.get(row)
        return scores
    }

    private fun row(ids: LongArray): Tensor = Tensor.longs(1, ids.size.toLong()).apply { longs.put(ids) }
}
