package dev.mobilec.core.benchmark

import dev.mobilec.core.goldens.Difference
import dev.mobilec.core.goldens.Goldens
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ValidityTest {
    @Test
    fun `a run that nothing speaks against is valid`() {
        assertEquals(emptyList<Reason>(), run().reasons)
        assertTrue(run().valid)
    }

    @Test
    fun `each fault has its reason, and only that`() {
        val hot = Condition(thermal = Thermal.LIGHT)
        val faults = mapOf(
            "failed" to run().copy(exitStatus = FAILED, error = "no memory", measured = null),
            "cancelled" to run().copy(exitStatus = CANCELLED, error = "it was cancelled", measured = null),
            "goldens" to run().copy(goldens = goldens(passed = false)),
            "spread" to run(listOf(1.0, 1.0, 1.3)),
            "throttled" to run().copy(conditions = Conditions(hot, hot, Thermal.LIGHT, 0.0)),
            "interrupted" to run().copy(conditions = calmConditions().copy(interruptions = 1)),
            "power_save" to run().copy(conditions = Conditions(Condition(powerSave = true), Condition(), null, 0.0)),
            "debug_build" to run().copy(app = App("app", "1", "", "debug")),
            "memory" to run(peak = 99),
        )
        assertEquals(faults.keys.toList(), faults.values.map { it.reasons.single().code })
        assertTrue(faults.values.none { it.valid })
    }

    @Test
    fun `what the spread cannot see is noted`() {
        // The two examples have a spread of 0.012 and 0.016, and are valid: a sleep of ten minutes, and a slow tenth.
        val calm = List(50) { if (it % 2 == 0) 20.0 else 20.3 }
        val asleep = run(calm + 600_000.0)
        assertEquals(listOf("outliers"), asleep.notes.map { it.code })
        assertTrue("600000.0 ms once, and 20.3 ms" in asleep.notes.single().message, asleep.notes.single().message)
        assertEquals(listOf("outliers"), run(List(46) { 20.0 } + List(5) { 90.0 }).notes.map { it.code })
        assertEquals(emptyList<Note>(), run(calm).notes)
        assertEquals(emptyList<Note>(), run().copy(conditions = calmConditions()).notes)
    }

    @Test
    fun `a phone that is about to throttle is noted`() {
        val warm = Condition(headroom = 0.87)
        val noted = run().copy(conditions = Conditions(Condition(headroom = 0.5), warm, Thermal.NONE, 0.0))
        assertEquals(listOf("headroom"), noted.notes.map { it.code })
        assertTrue("headroom was 0.87" in noted.notes.single().message)
        val calm = Condition(headroom = 0.8)
        assertEquals(emptyList<Note>(), run().copy(conditions = Conditions(calm, calm, Thermal.NONE, 0.0)).notes)
    }

    @Test
    fun `a run on the slowest cores is noted`() {
        val kinds = listOf(CoreKind(1, 3000.0), CoreKind(3, 2400.0), CoreKind(4, 1800.0))
        fun noted(fast: Int, slow: Int, of: List<CoreKind>? = kinds) = run().let {
            val clocks = listOf(Clocked(2400.0, fast, emptyList()), Clocked(1800.0, slow, emptyList()))
            it.copy(device = it.device.copy(coreKinds = of), conditions = it.conditions.copy(clocks = clocks)).notes
        }
        assertEquals(listOf("slow_cores"), noted(8, 2).map { it.code })
        assertTrue("3 kinds of cores, of 1800 MHz at most, at 2 of 10 looks" in noted(8, 2).single().message)
        assertEquals(emptyList<Note>(), noted(9, 1))
        assertEquals(emptyList<Note>(), noted(0, 9, listOf(CoreKind(8, 1800.0))))
        assertEquals(emptyList<Note>(), noted(0, 9, null))
    }

    private fun calmConditions() = Conditions(Condition(), Condition(), Thermal.NONE, 0.0, interruptions = 0)

    @Test
    fun `what was accepted up to its bound is accepted`() {
        assertTrue(run(peak = 100).valid)
        assertTrue(run(listOf(0.95, 1.0, 1.05)).valid)
        assertTrue(run().copy(conditions = Conditions(Condition(), Condition(), Thermal.NONE, 0.0)).valid)
    }

    @Test
    fun `a golden that differs is named with both answers`() {
        val message = run().copy(goldens = goldens(passed = false)).reasons.single().message
        assertTrue("\"Good.\" gave bad, PyTorch gives good" in message, message)
    }
}

internal fun goldens(passed: Boolean) =
    Goldens(passed, 2, 1, 0.5, 0.25, if (passed) null else Difference("Good.", "good", "bad"))

/** A run whose timed sentence has these samples, and whose constants take 100 bytes. */
internal fun run(samples: List<Double> = listOf(1.0, 1.0, 1.0), peak: Long? = 1000): Run {
    val series = Series(samples)
    val methods = mapOf("forward" to series)
    val sentence = Sentence("short", "Hi.", 3, null, "good", series, series, series, series, methods, null)
    return Run(
        id = "9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c55",
        session = Session("9b2cf4b6-2f7e-4d2e-8f0c-0d6a3a1f6c56", 1, 1, 1, listOf(0)),
        started = "2026-01-31T12:00:00Z",
        seconds = 1.5,
        app = App("app", "1", "", "release"),
        device = Device(
            "phone", "maker", "M1", null, null, 8, listOf("asimddp"), 1, null, "Android", "16", "arm64-v8a",
        ),
        conditions = Conditions(Condition(), Condition(), null, 0.0),
        variant = Variant(
            "sentiment", "text-classification", "sentiment-en", "0".repeat(64), "onnx", "1", 1, "model.onnx", "onnx",
            "int8", "0".repeat(64), 120, 10, 100, mapOf("int8" to 100), mapOf("forward" to null), null,
            listOf(Metric("accuracy", 0.9, 0.89, "dev.tsv", 872)),
        ),
        protocol = Protocol(),
        goldens = goldens(passed = true),
        measured = Measured(
            Load(listOf(3.0), 2.0, 5.0, 1.0), listOf(sentence), Memory(1, 2, 3, peak, 2, null),
            listOf(Minute(0, 60, 1.0, 1.1, Thermal.NONE)),
        ),
        exitStatus = DONE,
        error = null,
    )
}
