package dev.mobilec.app.benchmark

import dev.mobilec.app.R
import dev.mobilec.app.bundles.Library
import dev.mobilec.app.bundles.Shelf
import dev.mobilec.app.work.Held
import dev.mobilec.app.work.Outcome
import dev.mobilec.app.work.Problem
import dev.mobilec.app.work.Worker
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Session
import dev.mobilec.core.benchmark.Watcher
import dev.mobilec.core.benchmark.order
import java.util.UUID
import java.util.concurrent.atomic.AtomicBoolean
import kotlin.random.Random

/** Measures one variant and writes its run.json. Runs on the worker's thread. */
fun interface Measure {
    fun run(order: Order, watcher: Watcher): Result
}

/** Measures the chosen variants one after the other, in an order that is drawn anew each time. */
class BenchmarkModel(
    private val library: Library,
    private val worker: Worker,
    private val measure: Measure,
) {
    val held = Held(BenchmarkState())
    private val cancelled = AtomicBoolean()

    init {
        library.held.watch(::show)
    }

    /** Ticks or unticks a bundle by its id. */
    fun tick(bundle: String, yes: Boolean) = held.change { it.copy(chosen = it.chosen.with(bundle, yes)) }

    fun tickEngine(name: String, yes: Boolean) = held.change { it.copy(engines = it.engines.with(name, yes)) }

    fun tickThreads(number: Int, yes: Boolean) = held.change { it.copy(threads = it.threads.with(number, yes)) }

    fun choose(length: Length) = held.change { it.copy(length = length) }

    /** Ends the measurement after the run that is under way. */
    fun cancel() {
        cancelled.set(true)
        held.change { it.copy(running = it.running?.copy(cancelling = true)) }
    }

    /** Measures; refused in words where nothing is chosen. */
    fun start() {
        val state = held.state
        if (state.running != null) return
        val variants = state.variants
        if (variants.isEmpty()) {
            val nothing = Problem(R.string.problem_refused, library.text(R.string.bench_nothing), R.string.advice_bench)
            held.change { it.copy(problem = nothing) }
            return
        }
        val seed = Random.nextInt(Int.MAX_VALUE).toLong()
        val session = Session(UUID.randomUUID().toString(), seed, variants.size, rounds = 1, index = listOf(0))
        val drawn = order(variants.size, seed).map(variants::get)
        cancelled.set(false)
        held.change { it.copy(results = emptyList(), problem = null) }
        next(drawn.mapIndexed { index, variant -> orderOf(variant, state.length, session.copy(index = listOf(index))) })
    }

    private fun orderOf(variant: Variant, length: Length, session: Session): Order {
        val place = session.index.single()
        return Order(variant, length.protocol, session, "run-${session.id.take(ID_DIGITS)}-$place.json")
    }

    private fun next(orders: List<Order>) {
        val order = orders.firstOrNull()
        if (order == null || cancelled.get()) {
            held.change { it.copy(running = null) }
            return
        }
        val place = order.session.index.single()
        val running = Running(order.variant, place, order.session.variants, null, cancelling = false)
        held.change { it.copy(running = running) }
        worker.submit({ measure.run(order, Ear()) }) { outcome ->
            when (outcome) {
                is Outcome.Done -> held.change { it.copy(results = it.results + outcome.value) }
                is Outcome.Failed -> held.change { it.copy(problem = outcome.problem) }
            }
            next(orders.drop(1))
        }
    }

    private inner class Ear : Watcher {
        override val cancelled: Boolean
            get() = this@BenchmarkModel.cancelled.get()

        override fun heard(progress: Progress) = worker.show {
            held.change { it.copy(running = it.running?.copy(progress = progress)) }
        }
    }

    private fun show(shelf: Shelf) = held.change { state ->
        val bundles = shelf.bundles?.filter { it.manifest != null }
        val first = state.bundles == null && bundles != null
        state.copy(
            bundles = bundles,
            offers = shelf.offers,
            chosen = if (first) bundles.orEmpty().map { it.id }.toSet() else state.chosen,
            engines = if (first) shelf.offers.filter { it.engine != null }.map { it.name }.toSet() else state.engines,
            problem = state.problem ?: shelf.problem,
        )
    }

    private companion object {
        const val ID_DIGITS = 8
    }
}

private fun <T> Set<T>.with(item: T, yes: Boolean): Set<T> = if (yes) this + item else this - item
