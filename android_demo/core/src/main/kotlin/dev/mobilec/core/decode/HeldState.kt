package dev.mobilec.core.decode

import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.State
import dev.mobilec.core.manifest.Update
import java.nio.FloatBuffer

/** The memory of a state, which the program reads: written by the state's rule, moved and cleared. */
internal class HeldState(private val state: State, private val hypotheses: Int) {
    val name: String get() = state.name
    val tensor = Tensor.floats(*LongArray(state.shape.size) { state.shape[it].toLong() })
    private val rows = state.shape[0]

    /** Numbers of a row, and of what a step brings for it. */
    private val rowSize = state.shape.drop(1).fold(1, Int::times)
    private val appended = state.update == Update.APPEND
    private val place = if (appended) rowSize / state.shape[1] else rowSize
    private val scratch = FloatArray(rows * rowSize)
    private val zeros = FloatArray(rowSize)

    /** What a step at [position] brings, in the outputs of the step. */
    fun write(outputs: Map<String, Tensor>, position: Int) {
        val new = outputs.getValue(state.new).floats
        val kept = tensor.floats
        val start = if (appended) position * place else 0
        for (row in 0 until rows) {
            new.limit((row + 1) * place)
            kept.position(row * rowSize + start)
            kept.put(new)
        }
    }

    /** Zero again, after steps that have written [positions]. */
    fun clear(positions: Int) {
        val kept = tensor.floats
        for (row in 0 until rows) kept.at(row).put(zeros, 0, written(positions))
    }

    /** What [positions] steps have written of hypothesis origins[i] to hypothesis i, all rows of it. */
    fun move(origins: IntArray, positions: Int) {
        val kept = tensor.floats
        val size = written(positions)
        forEachRow(origins) { target, origin -> kept.at(origin).get(scratch, target * size, size) }
        forEachRow(origins) { target, _ -> kept.at(target).put(scratch, target * size, size) }
    }

    /** How many numbers of each row steps have written. */
    private fun written(positions: Int) = if (appended) positions * place else rowSize

    private fun FloatBuffer.at(row: Int): FloatBuffer = apply { position(row * rowSize) }

    /** The rows of each hypothesis that goes on from another one: of itself, and of the other. */
    private inline fun forEachRow(origins: IntArray, move: (target: Int, origin: Int) -> Unit) {
        val each = rows / hypotheses
        for ((target, origin) in origins.withIndex()) {
            if (target != origin) for (row in 0 until each) move(target * each + row, origin * each + row)
        }
    }
}
