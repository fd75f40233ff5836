package dev.mobilec.core.manifest

import dev.mobilec.core.engine.RowLookup
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.folder
import dev.mobilec.core.get
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.double
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import java.io.File
import kotlin.math.abs
import kotlin.math.sqrt

/** Rows that are looked up in the bytes of the shipped .pte are those of the PyTorch model. */
class RowsOfBundleTest {
    private val shipped = File(folder("mobilec.bundles"), "translation")

    @Test
    fun `every golden row is found at the offset of the manifest`() {
        assumeTrue(shipped.isDirectory, "$shipped is not there: make phone-bundles")
        assertEquals(0, wrong(0))
    }

    @Test
    fun `an offset that is one byte off is found out`() {
        assumeTrue(shipped.isDirectory, "$shipped is not there: make phone-bundles")
        assertTrue(wrong(1) > 0)
    }

    /** How many golden rows differ when the table is looked for [shift] bytes further. */
    private fun wrong(shift: Int): Int {
        val file = readManifest(shipped).program("executorch")
        val table = file.rowTables.single()
        val lookup = RowLookup(File(shipped, file.path), listOf(table.copy(offset = table.offset + shift)))
        val rows = Json.parseToJsonElement(File(shipped, "golden.json").readText())["rows"].jsonArray
        assertTrue(rows.size > 32)
        return rows.count { row ->
            val id = Tensor.longs(1).apply { longs.put(row["id"].jsonPrimitive.long) }
            val found = lookup.rows(id).floats.let { all -> FloatArray(table.width).also { all.get(it) } }
            val head = row["head"].jsonArray.map { it.jsonPrimitive.double }
            val begin = row["column"].jsonPrimitive.int
            // Half a step of int8 is right; another is for rows whose largest number is not in the head.
            val allowed = found.maxOf { abs(it) } / INT8_STEPS
            val norm = sqrt(found.sumOf { it.toDouble() * it })
            head.indices.any { abs(head[it] - found[begin + it]) > allowed } ||
                abs(norm - row["norm"].jsonPrimitive.double) > allowed * sqrt(table.width.toDouble())
        }
    }

    private companion object {
        const val INT8_STEPS = 127
    }
}
