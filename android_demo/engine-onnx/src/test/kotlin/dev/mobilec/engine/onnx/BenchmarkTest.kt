package dev.mobilec.engine.onnx

import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.App
import dev.mobilec.core.benchmark.CANCELLED
import dev.mobilec.core.benchmark.Condition
import dev.mobilec.core.benchmark.Core
import dev.mobilec.core.benchmark.DONE
import dev.mobilec.core.benchmark.Device
import dev.mobilec.core.benchmark.FAILED
import dev.mobilec.core.benchmark.Job
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Protocol
import dev.mobilec.core.benchmark.Run
import dev.mobilec.core.benchmark.Step
import dev.mobilec.core.benchmark.Surroundings
import dev.mobilec.core.benchmark.Thermal
import dev.mobilec.core.benchmark.Watcher
import dev.mobilec.core.benchmark.benchmark
import dev.mobilec.core.benchmark.order
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.ProgramFile
import java.io.File
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test

/** The protocol over the shipped bundles with real inference; how long anything takes is not looked at. */
class BenchmarkTest {
    private class Watching(private val stopAt: Step? = null) : Watcher {
        val steps = ArrayList<Step>()
        override val cancelled get() = stopAt != null && stopAt in steps

        override fun heard(progress: Progress) {
            steps += progress.step
        }
    }

    private class Phone(private val thermal: Thermal? = Thermal.NONE) : Surroundings {
        /** The app goes out of sight once each time that this is asked after the first. */
        var leaves = false
        private var left = -1

        override fun interruptions(): Int = if (leaves) ++left else 0

        override fun aliveMs() = ALIVE_MS

        override val app = App("test", "0", "", "release")

        override fun device() =
            Device("host", null, null, null, null, 2, emptyList(), null, null, "Linux", "0", "amd64")

        override fun condition() = Condition()

        override fun thermal() = thermal

        override fun core() = Core(2850.0, 2419.2)
    }

    /** ONNX Runtime that does not load a second time. */
    private class Once(private val engine: Engine = OnnxEngine()) : Engine by engine {
        private var loads = 0

        override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program {
            if (++loads > 1) throw UnsatisfiedLinkError("the second load")
            return engine.load(file, path, threads, later)
        }
    }

    private val short = Protocol(warmups = 1, runs = 3, seconds = 0.0)

    private fun run(
        bundle: String,
        engine: Engine = OnnxEngine(),
        protocol: Protocol = short,
        watcher: Watcher = Watching(),
    ): Run = benchmark(Job(shipped(bundle), engine, threads = 1, protocol = protocol), Phone(), watcher)

    @Test
    fun `a translator is measured sentence by sentence, step by step`() {
        val watching = Watching()
        val run = run("translation", watcher = watching)
        assertEquals(DONE, run.exitStatus, run.error)
        assertTrue(run.goldens!!.passed)
        val measured = run.measured!!
        assertEquals(listOf("short", "middle", "longest"), measured.sentences.map { it.name })
        assertEquals(listOf(3, 3, 3), measured.sentences.map { it.totalMs.samples.size })
        val times = measured.sentences[0].translation!!
        assertEquals(3, times.encodeMs.samples.size)
        assertEquals(3, times.firstTokenMs.samples.size)
        assertEquals(3 * (measured.sentences[0].targetTokens!! - 1), times.perTokenMs.samples.size)
        assertEquals(1, measured.load.coldMs.size)
        assertTrue(measured.memory.peakWithSwapBytes!! > run.variant.storedBytes.values.sum())
        assertEquals(listOf(Step.LOADING, Step.GOLDENS, Step.WARMING, Step.TIMING), watching.steps.distinct())
        assertNull(measured.sustained)
        val clocked = run.conditions.clocks!!.single()
        assertEquals(listOf(2850.0, clocked.looks), listOf<Any>(clocked.maxMhz, clocked.mhz.size))
    }

    @Test
    fun `pages are counted before and after the load, and after the runs`() {
        assumeTrue(File("/proc/self/smaps_rollup").canRead(), "this kernel keeps no sums of pages")
        val rollup = run("sentiment").measured!!.memory.rollup!!
        val private = listOf(rollup.baseline, rollup.loaded, rollup.afterRuns).map { it!!.privateDirty!! }
        assertTrue(private.all { it > 0 }, "$private")
        assertTrue(listOf(rollup.baseline, rollup.loaded).all { it!!.proportional!! >= it.privateDirty!! })
    }

    @Test
    fun `a classifier is measured with its label`() {
        val run = run("sentiment")
        assertEquals(DONE, run.exitStatus, run.error)
        val sentence = run.measured!!.sentences[0]
        assertEquals("positive", sentence.answer)
        assertNull(sentence.translation)
        assertEquals(setOf("forward"), sentence.methods.keys)
        assertEquals(run.goldens!!.sentences, run.goldens!!.equal)
    }

    @Test
    fun `a program that answers otherwise is measured, and is not valid`() {
        // Every second logit with its sign turned, as a transposed weight could do it.
        val spoilt = Spoilt { logits ->
            val all = logits.floats
            for (at in 0 until all.limit() step 2) all.put(at, -all.get(at))
        }
        for (bundle in listOf("sentiment", "translation")) {
            // A spoilt translator finds no end, so each of its searches is as long as it may be.
            val run = run(bundle, spoilt, short.copy(warmups = 0, runs = 1))
            assertFalse(run.goldens!!.passed)
            assertFalse(run.valid)
            assertTrue(run.reasons.any { it.code == "goldens" })
            val difference = run.goldens!!.difference!!
            assertNotEquals(difference.expected, difference.found)
            assertNotNull(run.measured)
        }
    }

    @Test
    fun `a program whose logits are not numbers has no relative error`() {
        val run = run("sentiment", Spoilt { it.floats.put(0, Float.NaN) })
        assertNull(run.goldens!!.relativeError)
        assertFalse(run.goldens!!.passed)
    }

    @Test
    fun `a run that is stopped says so`() {
        for (step in listOf(Step.LOADING, Step.TIMING)) {
            val run = run("sentiment", watcher = Watching(stopAt = step))
            assertEquals(CANCELLED, run.exitStatus)
            assertNull(run.measured)
            assertEquals(listOf("cancelled"), run.reasons.map { it.code })
        }
    }

    @Test
    fun `a run that fails says why`() {
        val run = run("sentiment", Spoilt { throw Refused("the phone fell into the water") })
        assertEquals(FAILED, run.exitStatus)
        assertEquals("the phone fell into the water", run.error)
        assertEquals(listOf("failed"), run.reasons.map { it.code })
        assertEquals(FAILED, run("sentiment", Spoilt { error("a programming mistake") }).exitStatus)
    }

    @Test
    fun `a phone that throttles is found out`() {
        val job = Job(shipped("sentiment"), OnnxEngine(), threads = 1, protocol = short)
        val run = benchmark(job, Phone(Thermal.SEVERE), Watching())
        assertEquals(Thermal.SEVERE, run.conditions.worst)
        assertTrue(run.reasons.any { it.code == "throttled" })
    }

    @Test
    fun `a sustained run has its minutes`() {
        val run = run("sentiment", protocol = short.copy(sustainedMinutes = 0.02))
        val minute = run.measured!!.sustained!!.single()
        assertTrue(minute.runs >= 1)
        assertEquals(Thermal.NONE, minute.thermal)
    }

    @Test
    fun `a process that has loaded before has no cold load, no first answer and no peak of its own`() {
        val job = Job(shipped("sentiment"), OnnxEngine(), threads = 1, protocol = short, fresh = false)
        val measured = benchmark(job, Phone(), Watching()).measured!!
        assertEquals(emptyList<Double>(), measured.load.coldMs)
        assertNull(measured.load.firstAnswerMs)
        assertTrue(measured.memory.sampled)
        val peak = measured.memory.peakBytes!!
        assertTrue(peak >= measured.memory.loadedBytes!!)
        val fresh = run("sentiment").measured!!
        assertFalse(fresh.memory.sampled)
        // Without what counting pages took, which no user waits for.
        assertTrue(fresh.load.firstAnswerMs!! <= ALIVE_MS, "${fresh.load.firstAnswerMs}")
    }

    @Test
    fun `before the second load what was measured is kept as the run of a process that died there`() {
        val kept = ArrayList<Run>()
        val job = Job(shipped("sentiment"), OnnxEngine(), threads = 1, protocol = short)
        val run = benchmark(job, Phone(), Watching(), kept::add)
        assertTrue(run.valid || run.reasons.all { it.code == "spread" }, run.reasons.toString())
        val died = kept.single()
        assertEquals(FAILED, died.exitStatus)
        assertTrue("second time" in died.error.orEmpty())
        assertEquals(run.measured!!.sentences, died.measured!!.sentences)
        assertNull(died.measured!!.load.warmMs)
        assertNotNull(run.measured!!.load.warmMs)
        assertTrue(died.reasons.any { it.code == "failed" })
    }

    @Test
    fun `a second load that fails loses nothing that was measured`() {
        val run = run("sentiment", Once())
        assertEquals(FAILED, run.exitStatus)
        assertTrue("the second load" in run.error.orEmpty())
        assertEquals(listOf(3, 3, 3), run.measured!!.sentences.map { it.totalMs.samples.size })
    }

    @Test
    fun `an app that left the foreground is found out`() {
        val job = Job(shipped("sentiment"), OnnxEngine(), threads = 1, protocol = short)
        val run = benchmark(job, Phone().apply { leaves = true }, Watching())
        assertTrue(run.conditions.interruptions!! > 0)
        assertTrue(run.reasons.any { it.code == "interrupted" })
    }

    @Test
    fun `variants come in an order that the seed draws`() {
        assertEquals(order(6, 3), order(6, 3))
        assertEquals((0 until 6).toList(), order(6, 3).sorted())
        assertTrue((0L until 9).map { order(6, it) }.distinct().size > 1)
    }

    private companion object {
        const val ALIVE_MS = 321.5
    }
}
