package dev.mobilec.core.benchmark

import dev.mobilec.core.get
import dev.mobilec.core.recorded
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.math.abs
import kotlin.math.max

class StatisticsTest {
    private val cases = recorded("statistics.json")["cases"].jsonArray

    @Test
    fun `every language says the same of the same samples`() {
        assertTrue(cases.isNotEmpty())
        for (case in cases) {
            val found = named(statistics(case["samples"].jsonArray.map { it.jsonPrimitive.double }))
            val expected = (case["statistics"] as JsonObject).mapValues { it.value.jsonPrimitive.double }
            assertEquals(expected.keys, found.keys)
            for ((name, value) in expected) {
                assertTrue(near(value, found.getValue(name)), "$name of ${case["name"]}: $value, not ${found[name]}")
            }
        }
    }

    @Test
    fun `of no samples nothing is said`() {
        assertThrows(IllegalArgumentException::class.java) { statistics(emptyList()) }
    }

    @Test
    fun `another way to interpolate is found out`() {
        assertTrue(!near(percentile(listOf(1.0, 2.0, 4.0), 90.0), 4.0))
        assertEquals(3.6, percentile(listOf(1.0, 2.0, 4.0), 90.0), 1e-9)
    }

    private fun near(expected: Double, found: Double): Boolean =
        abs(expected - found) <= TOLERANCE * max(1e-12, abs(expected))

    private fun named(all: Statistics) = mapOf(
        "count" to all.count.toDouble(), "mean" to all.mean, "std" to all.std, "min" to all.min, "p50" to all.p50,
        "p90" to all.p90, "p95" to all.p95, "p99" to all.p99, "max" to all.max, "trimmed_mean" to all.trimmedMean,
        "cv" to all.cv, "spread" to all.spread,
    )

    private companion object {
        /** Relative: what the order of additions may change. */
        const val TOLERANCE = 1e-9
    }
}
