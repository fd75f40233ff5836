package dev.mobilec.core.engine

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.ProgramFile
import dev.mobilec.core.manifest.RowTable
import dev.mobilec.core.manifest.RowsInput
import dev.mobilec.core.manifest.Size
import dev.mobilec.core.manifest.TensorEntry
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class RowTablesTest {
    @TempDir
    lateinit var folder: File

    /** Three bytes of something else, then rows (1, -2), (-127, 0), (127, 3), then their scales. */
    private val file by lazy {
        val bytes = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN)
        bytes.put(byteArrayOf(9, 9, 9, 1, -2, -127, 0, 127, 3))
        listOf(0.5f, 2f, 0f).forEach { bytes.putFloat(it) }
        File(folder, "model.pte").apply { writeBytes(bytes.array()) }
    }
    private val table = RowTable("words", 3, 3, 2, "int8", 9, listOf(RowsInput("encode", "source_rows")))

    @Test
    fun `int8 rows are multiplied by their own scale`() {
        val found = RowLookup(file, listOf(table)).rows(ids(1, 0, 2, 1))
        assertArrayEquals(longArrayOf(1, 4, 2), found.shape)
        assertEquals(listOf(-254f, 0f, 0.5f, -1f, 0f, 0f, -254f, 0f), numbers(found))
    }

    @Test
    fun `halves are read as IEEE 754 has them`() {
        val halves = shortArrayOf(0x3C00, 0xC000.toShort(), 0x0001, 0x7C00, 0x3555, 0x8000.toShort())
        val bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).apply { halves.forEach { putShort(it) } }
        val path = File(folder, "half.pte").apply { writeBytes(bytes.array()) }
        val halfTable = RowTable("words", 0, 3, 2, "float16", null, emptyList())
        val found = RowLookup(path, listOf(halfTable)).rows(ids(0, 1, 2))
        assertEquals(listOf(1f, -2f, 5.9604645e-8f, Float.POSITIVE_INFINITY, 0.33325195f, -0f), numbers(found))
    }

    @Test
    fun `an id outside the table is refused`() {
        assertThrows(Refused::class.java) { RowLookup(file, listOf(table)).rows(ids(3)) }
        assertThrows(Refused::class.java) { RowLookup(file, listOf(table)).rows(ids(-1)) }
    }

    @Test
    fun `a table that the file does not hold is refused`() {
        assertThrows(Refused::class.java) { RowLookup(file, listOf(table.copy(rows = 12))) }
        assertThrows(Refused::class.java) { RowLookup(file, listOf(table.copy(scalesOffset = 10))) }
        assertThrows(Refused::class.java) { RowLookup(file, listOf(table.copy(dtype = "int4"))) }
    }

    /** Words 0 and 1 are the last two rows and have columns 0 and 1, word 2 is one number in column 2. */
    private val bands = listOf(
        table.copy(offset = 5, rows = 2, scalesOffset = 13),
        table.copy(name = "rare", offset = 3, rows = 1, width = 1, scalesOffset = 9, first = 2, column = 2),
    )

    @Test
    fun `rows of bands stand side by side, with zeros where a word has none`() {
        val lookup = RowLookup(file, bands)
        assertEquals(listOf(0f, 0f, 0.5f, -254f, 0f, 0f), numbers(lookup.rows(ids(2, 0))))
        assertEquals(listOf(-254f, 0f, 0f, 0f, 0f, 0.5f), numbers(lookup.rows(ids(0, 2))))
        val refused = assertThrows(Refused::class.java) { lookup.rows(ids(3)) }
        assertEquals("the id 3 was given; words, rare has 3 rows", refused.message)
        assertThrows(Refused::class.java) { lookup.rows(ids(-1)) }
    }

    @Test
    fun `a place that there is not is refused`() {
        for (wrong in listOf(table.copy(column = 1), table.copy(column = -1), table.copy(first = -1))) {
            assertThrows(Refused::class.java) { RowLookup(file, listOf(wrong)) }
        }
    }

    @Test
    fun `an input takes the rows of all its tables`() {
        val seen = ArrayList<Map<String, Tensor>>()
        val program = object : Program {
            override fun run(method: String, inputs: Map<String, Tensor>) = inputs.also(seen::add)

            override fun close() = Unit
        }
        withRows(program, described(bands), file).run("encode", mapOf("input_ids" to ids(2)))
        assertEquals(listOf(0f, 0f, 0.5f), numbers(seen[0].getValue("source_rows")))
    }

    @Test
    fun `a program that wants rows takes ids`() {
        val seen = ArrayList<Map<String, Tensor>>()
        val program = object : Program {
            override fun run(method: String, inputs: Map<String, Tensor>) = inputs.also(seen::add)

            override fun close() = Unit
        }
        val wrapped = withRows(program, described(listOf(table)), file)
        wrapped.run("encode", mapOf("input_ids" to ids(0), "attention_mask" to ids(1)))
        wrapped.run("decode", mapOf("token" to ids(0)))
        assertEquals(setOf("source_rows", "attention_mask"), seen[0].keys)
        assertEquals(listOf(0.5f, -1f), numbers(seen[0].getValue("source_rows")))
        assertEquals(setOf("token"), seen[1].keys)
    }

    @Test
    fun `ids that a method reads too stay beside their rows`() {
        val seen = ArrayList<Map<String, Tensor>>()
        val program = object : Program {
            override fun run(method: String, inputs: Map<String, Tensor>) = inputs.also(seen::add)

            override fun close() = Unit
        }
        val own = table.copy(inputs = listOf("some", "both").map { RowsInput(it, "word_rows") })
        val words = TensorEntry("words", "int64", listOf(Size(null, 2, 2)))
        val methods = listOf("some" to emptyList(), "both" to listOf(words)).map { (name, inputs) ->
            MethodEntry(name, inputs, emptyList(), null, emptyList())
        }
        val wrapped = withRows(program, described(listOf(own)).copy(methods = methods), file)
        for (method in listOf("some", "both")) wrapped.run(method, mapOf("words" to ids(0, 2)))
        assertEquals(listOf(setOf("word_rows"), setOf("words", "word_rows")), seen.map { it.keys })
        for (given in seen) assertEquals(listOf(0.5f, -1f, 0f, 0f), numbers(given.getValue("word_rows")))
    }

    @Test
    fun `rows for an input that nobody knows are refused`() {
        val unknown = table.copy(inputs = listOf(RowsInput("encode", "other_rows")))
        val program = object : Program {
            override fun run(method: String, inputs: Map<String, Tensor>) = inputs

            override fun close() = Unit
        }
        assertThrows(Refused::class.java) { withRows(program, described(listOf(unknown)), file) }
    }

    private fun ids(vararg ids: Long) = Tensor.longs(1, ids.size.toLong()).apply { longs.put(ids) }

    private fun numbers(tensor: Tensor): List<Float> = tensor.floats.let { all -> List(all.limit()) { all.get(it) } }

    private fun described(tables: List<RowTable>) = ProgramFile(
        "model.pte", "executorch", "executorch", "1", "int8", 21, "", emptyList(), emptyMap(), 0, 0, tables,
        emptyList(),
    )
}
