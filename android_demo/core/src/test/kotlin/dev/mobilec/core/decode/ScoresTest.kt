package dev.mobilec.core.decode

import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.util.Random
import kotlin.math.exp

class ScoresTest {
    @Test
    fun `the exponential is that of the platform to 2e-7 of it`() {
        for (step in 0..8_700) {
            val x = -step / 100f
            assertEquals(1.0, exponential(x) / exp(x.toDouble()), 2e-7, "e^$x")
        }
        assertEquals(0f, exponential(Float.NEGATIVE_INFINITY))
        assertEquals(1f, exponential(0f))
    }

    @Test
    fun `probabilities add up to one, and what is forbidden stays forbidden`() {
        val row = FloatArray(1000) { Random(it.toLong()).nextGaussian().toFloat() * 8 }
        row[7] = Float.NEGATIVE_INFINITY
        logSoftmax(row)
        assertEquals(1.0, row.sumOf { exp(it.toDouble()) }, 1e-6)
        assertEquals(Float.NEGATIVE_INFINITY, row[7])
    }

    @Test
    fun `the largest come first, of equals the first`() {
        val rows = arrayOf(floatArrayOf(1f, 3f, 3f), floatArrayOf(4f, 2f, -1f))
        val found = best(rows, floatArrayOf(0f, -1f), 4)
        assertArrayEquals(intArrayOf(1, 2, 3, 0), found.places)
        assertArrayEquals(floatArrayOf(3f, 3f, 3f, 1f), found.scores)
    }

    @Test
    fun `as many are found as there are, and forbidden ones in their order`() {
        val row = floatArrayOf(Float.NEGATIVE_INFINITY, 1f, Float.NEGATIVE_INFINITY)
        assertArrayEquals(intArrayOf(1, 0, 2), best(row, 8).places)
    }
}
