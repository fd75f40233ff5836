package dev.mobilec.core.benchmark

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.manifest.Bundle
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.Random
import java.util.UUID

/**
 * What one process is asked to measure. [fresh]: nothing was loaded in this process before, so that
 * its first load is a cold one. [waitedSeconds]: for the device to be cool and charged.
 */
public class Job(
    public val bundle: Bundle,
    public val engine: Engine,
    public val threads: Int,
    public val protocol: Protocol = Protocol(),
    public val session: Session = alone(seed = 0),
    public val fresh: Boolean = true,
    public val waitedSeconds: Double = 0.0,
)

/** The session of a variant that is compared with none. */
public fun alone(seed: Long): Session =
    Session(UUID.randomUUID().toString(), seed, variants = 1, rounds = 1, index = listOf(0))

/** The order in which variants that are compared run: drawn, as the last finds a warmer device. */
public fun order(variants: Int, seed: Long): List<Int> = (0 until variants).shuffled(Random(seed))

/**
 * Runs the protocol of docs/benchmarking.md. A failure and a cancelled run are results too; only a
 * bundle without a program for the engine is refused, as there is nothing to speak of.
 *
 * [keep] is given the run as it is before the program is loaded a second time: as that of a process
 * that died there, which some phones' do, and nobody could write it then.
 */
public fun benchmark(job: Job, surroundings: Surroundings, watcher: Watcher, keep: (Run) -> Unit = {}): Run {
    val begun = Begun(job, surroundings)
    val measuring = Measuring(job, surroundings, watcher) { so ->
        keep(begun.run(so, Outcome(so.soFar, FAILED, DIED_AGAIN)))
    }
    return begun.run(measuring, outcome(measuring))
}

/** What is true from the beginning of a run on. */
private class Begun(private val job: Job, private val surroundings: Surroundings) {
    private val began = System.nanoTime()
    private val started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()
    private val start = surroundings.condition()
    private val interrupted = surroundings.interruptions()
    private val device = surroundings.device()
    private val variant = variant(job)

    fun run(measuring: Measuring, outcome: Outcome): Run {
        val end = surroundings.condition()
        val worst = listOfNotNull(start.thermal, measuring.worst, end.thermal).maxOrNull()
        val interruptions = interrupted?.let { before -> surroundings.interruptions()?.minus(before) }
        return Run(
            id = UUID.randomUUID().toString(),
            session = job.session,
            started = started,
            seconds = rounded(milliseconds(began, System.nanoTime()) / SECOND_MS),
            app = surroundings.app,
            device = device,
            conditions = Conditions(start, end, worst, job.waitedSeconds, interruptions, measuring.clocks),
            variant = variant,
            protocol = job.protocol,
            goldens = measuring.goldens,
            measured = outcome.measured,
            exitStatus = outcome.status,
            error = outcome.error,
        )
    }
}

private class Outcome(val measured: Measured?, val status: Int, val error: String?)

private fun outcome(measuring: Measuring): Outcome = try {
    Outcome(measuring.measured(), DONE, null)
} catch (cancelled: Cancelled) {
    Outcome(null, CANCELLED, cancelled.message)
} catch (refused: Refused) {
    Outcome(measuring.soFar, FAILED, refused.message)
} catch (failure: Exception) {
    Outcome(measuring.soFar, FAILED, failure.toString())
} catch (failure: LinkageError) {
    Outcome(measuring.soFar, FAILED, failure.toString())
} catch (failure: OutOfMemoryError) {
    Outcome(measuring.soFar, FAILED, "$failure: this device has too little memory free for the bundle")
}

private const val DIED_AGAIN =
    "the process ended while the program was loaded a second time; what was measured before that is here"
private const val SECOND_MS = 1000
