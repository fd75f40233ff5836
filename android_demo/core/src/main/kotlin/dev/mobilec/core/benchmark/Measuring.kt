package dev.mobilec.core.benchmark

import dev.mobilec.core.goldens.Goldens
import java.util.Random
import kotlin.math.min

/** Whoever started the run stopped it. */
internal class Cancelled : Exception("it was cancelled")

/**
 * One run of the protocol: docs/benchmarking.md, "One process". Its steps are those of [measured]. [keep] is called
 * when [soFar] is there, before the program is loaded a second time, which some phones do not survive.
 */
internal class Measuring(
    private val job: Job,
    private val surroundings: Surroundings,
    private val watcher: Watcher,
    private val keep: (Measuring) -> Unit,
) {
    private val memory = MemoryWatch(sampled = !job.fresh)
    private var looked = Long.MIN_VALUE
    private val random = Random(job.session.seed)
    private var asked = Long.MIN_VALUE
    private var said = ""
    private val looks = ArrayList<Core>()

    /** Null until they were checked. */
    var goldens: Goldens? = null
        private set

    /** All but what the second load tells; null until it is known. */
    var soFar: Measured? = null
        private set

    /** The cores that sentences were on so far; null where nothing tells. */
    val clocks: List<Clocked>? get() = clocked(looks)

    /** The worst thermal status so far. */
    var worst: Thermal? = null
        private set

    fun measured(): Measured {
        tell(Step.LOADING, 0.0)
        val (tokenizerMs, work) = timed { workload(job.bundle, job.engine, job.threads) }
        val texts = sentences(job.bundle)
        val baseline = memory.look()
        val (countedMs, baselinePages) = timed { pages() }
        val (firstMs, _) = timed(work::load)
        val loaded = memory.look()
        val (againMs, loadedPages) = timed { pages() }
        val told = closing(work) { told(work, texts, countedMs + againMs) }
        val once = Measured(
            load = Load(listOf(firstMs).filter { job.fresh }, null, told.firstRunMs, tokenizerMs, told.firstAnswerMs),
            sentences = texts.map { (name, text) -> sentence(name, text, told.passes.getValue(name)) },
            memory = Memory(
                baselineBytes = baseline.resident,
                loadedBytes = loaded.resident,
                peakBytes = told.last.peak,
                peakWithSwapBytes = memory.peakWithSwap.takeIf { it > 0 },
                retainedBytes = null,
                arenaBytes = arena(),
                sampled = memory.sampled,
                rollup = Rollup(baselinePages, loadedPages, told.pages).takeIf { baselinePages != null },
            ),
            sustained = told.minutes,
        )
        soFar = once
        keep(this)
        val (warmMs, _) = timed(work::load)
        work.close()
        val retained = memory.look().resident
        return once.copy(load = once.load.copy(warmMs = warmMs), memory = once.memory.copy(retainedBytes = retained))
    }

    /** What is found out while the program is loaded. */
    private class Told(
        val firstRunMs: Double,
        val firstAnswerMs: Double?,
        val passes: Map<String, List<Pass>>,
        val minutes: List<Minute>?,
        val last: Taken,
        val pages: Pages?,
    )

    /** [countedMs]: spent on counting pages, for which no user waits. */
    private fun told(work: Workload, texts: Map<String, String>, countedMs: Double): Told {
        val (firstRunMs, _) = timed { work.run(texts.getValue(MIDDLE)) }
        val firstAnswerMs = surroundings.aliveMs()?.takeIf { job.fresh }?.let { rounded(it - countedMs) }
        tell(Step.GOLDENS, 0.0)
        goldens = work.goldens()
        val passes = passes(work, texts)
        val minutes = sustained(work, texts.getValue(MIDDLE))
        return Told(firstRunMs, firstAnswerMs, passes, minutes, memory.look(), pages())
    }

    /** Warm-ups, then rounds over the sentences until both bounds are reached. */
    private fun passes(work: Workload, texts: Map<String, String>): Map<String, List<Pass>> {
        val protocol = job.protocol
        for ((at, text) in texts.values.withIndex()) {
            tell(Step.WARMING, at.toDouble() / texts.size)
            repeat(protocol.warmups) { run(work, text) }
        }
        val passes = texts.mapValues { ArrayList<Pass>() }
        var spentMs = 0.0
        var rounds = 0
        var share = 0.0
        while (share < 1) {
            for (name in texts.keys.shuffled(random)) {
                passes.getValue(name).add(run(work, texts.getValue(name)).also { spentMs += it.totalMs })
            }
            val enough = if (protocol.seconds > 0) spentMs / SECOND_MS / protocol.seconds else 1.0
            share = minOf(++rounds / protocol.runs.toDouble(), enough, 1.0)
            tell(Step.TIMING, share)
        }
        memory.look()
        return passes
    }

    /** One sentence without a pause, minute by minute. */
    private fun sustained(work: Workload, text: String): List<Minute>? {
        val minutes = job.protocol.sustainedMinutes
        if (minutes <= 0) return null
        val found = ArrayList<Minute>()
        val began = System.nanoTime()
        while (minutesSince(began) < minutes) {
            val until = min(minutesSince(began) + 1, minutes)
            val samples = ArrayList<Double>()
            while (samples.isEmpty() || minutesSince(began) < until) {
                samples += rounded(run(work, text).totalMs)
                tell(Step.SUSTAINED, min(1.0, minutesSince(began) / minutes))
            }
            val said = statistics(samples)
            found += Minute(found.size, said.count, said.p50, said.p90, surroundings.thermal())
        }
        memory.look()
        return found
    }

    private fun run(work: Workload, text: String): Pass {
        if (watcher.cancelled) throw Cancelled()
        val pass = work.run(text)
        val now = System.nanoTime()
        if (asked == Long.MIN_VALUE || milliseconds(asked, now) > SECOND_MS) {
            asked = now
            worst = listOfNotNull(worst, surroundings.thermal()).maxOrNull()
            surroundings.core()?.let(looks::add)
        }
        if (memory.sampled && (looked == Long.MIN_VALUE || milliseconds(looked, now) > LOOK_MS)) {
            looked = now
            memory.look()
        }
        return pass
    }

    private fun tell(step: Step, share: Double) {
        if (watcher.cancelled) throw Cancelled()
        val progress = Progress(step, share)
        if (progress.line != said) watcher.heard(progress)
        said = progress.line
    }

    /** Planned memory of all methods together, where every one is known. */
    private fun arena(): Long? {
        val planned = job.bundle.manifest.program(job.engine.name).methods.map { it.arenaBytes }
        return if (planned.any { it == null }) null else planned.sumOf { it ?: 0 }
    }
}

private fun minutesSince(began: Long): Double = milliseconds(began, System.nanoTime()) / SECOND_MS / 60

/** What [measure] gives; the program is closed whatever happens. */
private fun <T> closing(work: Workload, measure: () -> T): T = try {
    measure()
} finally {
    work.close()
}

private const val SECOND_MS = 1000

/** Between looks at the memory, none of them within a sentence. */
private const val LOOK_MS = 100
