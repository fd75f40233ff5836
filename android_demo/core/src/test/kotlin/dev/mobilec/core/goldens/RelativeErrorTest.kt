package dev.mobilec.core.goldens

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import kotlin.math.sqrt

class RelativeErrorTest {
    private val expected = listOf(doubleArrayOf(1.0, 5.0), doubleArrayOf(3.0, 9.0))

    @Test
    fun `the right answers have none`() {
        assertEquals(0.0, relativeError(expected, listOf(floatArrayOf(1f, 5f), floatArrayOf(3f, 9f))))
    }

    @Test
    fun `the mean answer, always given, has an error of one`() {
        assertEquals(1.0, relativeError(expected, listOf(floatArrayOf(2f, 7f), floatArrayOf(2f, 7f)))!!, 1e-12)
    }

    @Test
    fun `one logit that is off counts against what the answers differ by`() {
        // The answers are 1, 2, 1 and 2 from their means.
        val found = listOf(floatArrayOf(1.5f, 5f), floatArrayOf(3f, 9f))
        assertEquals(0.5 / sqrt(10.0), relativeError(expected, found)!!, 1e-12)
    }

    @Test
    fun `what is not finite has no error that could pass`() {
        assertNull(relativeError(expected, listOf(floatArrayOf(Float.NaN, 5f), floatArrayOf(3f, 9f))))
        assertNull(relativeError(expected, listOf(floatArrayOf(1f, Float.POSITIVE_INFINITY), floatArrayOf(3f, 9f))))
    }
}
