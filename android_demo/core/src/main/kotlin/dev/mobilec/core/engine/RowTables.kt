package dev.mobilec.core.engine

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.ProgramFile
import dev.mobilec.core.manifest.RowTable
import dev.mobilec.core.manifest.TOKEN
import dev.mobilec.core.manifest.WORDS
import java.io.File
import java.io.RandomAccessFile
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.FloatBuffer
import java.nio.channels.FileChannel

/** The input that takes rows to the one whose ids they stand for. */
private val STANDS_FOR = mapOf("source_rows" to IDS, "token_rows" to TOKEN, "word_rows" to WORDS)

/** [program] with ids wherever [file] wants rows of a table that stands in its own bytes. */
public fun withRows(program: Program, file: ProgramFile, path: File): Program {
    if (file.rowTables.isEmpty()) return program
    val lookups = HashMap<String, MutableList<Handed>>()
    for (input in file.rowTables.flatMap { it.inputs }.distinct()) {
        val ids = STANDS_FOR[input.name] ?: throw Refused(
            "${file.path} wants rows for \"${input.name}\", which this app does not know; it knows " +
                STANDS_FOR.keys.joinToString(),
        )
        val own = file.rowTables.filter { input in it.inputs }
        val read = file.methods.any { method -> method.name == input.method && method.inputs.any { it.name == ids } }
        lookups.getOrPut(input.method) { ArrayList() } += Handed(ids, input.name, RowLookup(path, own), read)
    }
    return RowsProgram(program, lookups)
}

/** [rows] in the place of [ids], which [stay] where the method reads them too. */
private class Handed(val ids: String, val rows: String, val lookup: RowLookup, val stay: Boolean)

private class RowsProgram(
    private val program: Program,
    private val lookups: Map<String, List<Handed>>,
) : Program by program {
    override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
        val given = LinkedHashMap(inputs)
        for (handed in lookups[method].orEmpty()) {
            val ids = if (handed.stay) given[handed.ids] else given.remove(handed.ids)
            if (ids != null) given[handed.rows] = handed.lookup.rows(ids)
        }
        return program.run(method, given)
    }
}

/**
 * Rows of the tables of one input, from the mapped file. What [rows] returns is written again by
 * the next call for as many ids.
 */
public class RowLookup(path: File, private val tables: List<RowTable>) {
    private val mapped = tables.map { MappedTable(path, it) }
    private val width = tables.sumOf { it.width }
    private var found = Tensor.floats(0)

    init {
        val outside = tables.firstOrNull { it.column < 0 || it.column > width - it.width || it.first < 0 }
        if (outside != null) {
            throw Refused(
                "${outside.name} is said to have the words from ${outside.first} on and column ${outside.column} of " +
                    "$width; the manifest is damaged, download the bundle again",
            )
        }
    }

    /** ids (...) to float32 (..., width). */
    public fun rows(ids: Tensor): Tensor {
        val shape = ids.shape + width.toLong()
        if (!found.shape.contentEquals(shape)) found = Tensor.floats(*shape)
        val numbers = found.floats
        val from = ids.longs
        var at = 0
        while (from.hasRemaining()) {
            val id = from.get()
            val own = mapped.firstOrNull { id in it } ?: throw Refused(
                "the id $id was given; ${tables.joinToString { it.name }} has ${tables.sumOf { it.rows }} rows",
            )
            if (mapped.size > 1) for (column in at until at + width) numbers.put(column, 0f)
            own.write(id, numbers, at)
            at += width
        }
        return found
    }
}

private class MappedTable(path: File, private val table: RowTable) {
    private val size = when (table.dtype) {
        "int8" -> Byte.SIZE_BYTES
        "float16" -> Short.SIZE_BYTES
        "float32" -> Float.SIZE_BYTES
        else -> throw Refused("${path.name} has a table of ${table.dtype}; this app reads int8, float16 and float32")
    }
    private val bytes = mapped(path, table.offset, table.rows.toLong() * table.width * size)
    private val scales = table.scalesOffset?.let { mapped(path, it, table.rows * 4L).asFloatBuffer() }

    /** Whether there is a row for the word [id]. */
    operator fun contains(id: Long): Boolean = id - table.first in 0 until table.rows

    /** The row of [id] into its columns of the row that begins at the number [begin] of [numbers]. */
    fun write(id: Long, numbers: FloatBuffer, begin: Int) {
        val row = (id - table.first).toInt()
        val scale = scales?.get(row) ?: 1f
        val start = row * table.width
        for (at in 0 until table.width) numbers.put(begin + table.column + at, number(start + at) * scale)
    }

    private fun number(at: Int): Float = when (size) {
        Byte.SIZE_BYTES -> bytes.get(at).toFloat()
        Short.SIZE_BYTES -> float16(bytes.getShort(at * size))
        else -> bytes.getFloat(at * size)
    }
}

private fun mapped(path: File, offset: Long, length: Long): ByteBuffer = RandomAccessFile(path, "r").use { file ->
    if (offset < 0 || offset + length > file.length()) {
        throw Refused(
            "${path.name} is damaged or cut off: a table is said to end at byte ${offset + length}, and the file " +
                "has ${file.length()}; download it again",
        )
    }
    file.channel.map(FileChannel.MapMode.READ_ONLY, offset, length).order(ByteOrder.LITTLE_ENDIAN)
}
