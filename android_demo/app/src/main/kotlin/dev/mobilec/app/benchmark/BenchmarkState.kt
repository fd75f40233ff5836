package dev.mobilec.app.benchmark

import dev.mobilec.app.ask.runs
import dev.mobilec.app.bundles.Found
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.work.Problem
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Protocol

/** A bundle on an engine with a number of threads. */
data class Variant(val bundle: Found, val offer: Offer, val threads: Int)

/** How long is measured. */
enum class Length(val protocol: Protocol) {
    QUICK(Protocol(warmups = 2, runs = 10, seconds = 0.0)),
    FULL(Protocol()),
    SUSTAINED(Protocol(sustainedMinutes = 10.0)),
}

/** A measurement under way: the [index]th of [count] variants, and how far it is. */
data class Running(
    val variant: Variant,
    val index: Int,
    val count: Int,
    val progress: Progress?,
    val cancelling: Boolean,
)

/** What the screen shows. [bundles]: null until they were looked for; [chosen] by their ids. */
data class BenchmarkState(
    val bundles: List<Found>? = null,
    val offers: List<Offer> = emptyList(),
    val chosen: Set<String> = emptySet(),
    val engines: Set<String> = emptySet(),
    val threads: Set<Int> = setOf(1),
    val length: Length = Length.FULL,
    val running: Running? = null,
    val results: List<Result> = emptyList(),
    val problem: Problem? = null,
) {
    /** Every chosen bundle on every chosen engine that can run it. */
    val variants: List<Variant>
        get() = bundles.orEmpty().filter { it.id in chosen }.flatMap { bundle ->
            offers.filter { it.name in engines && runs(bundle, it) }
                .flatMap { offer -> threads.sorted().map { Variant(bundle, offer, it) } }
        }

    /** The chosen pairs that cannot be measured. */
    val leftOut: List<Pair<Found, Offer>>
        get() = bundles.orEmpty().filter { it.id in chosen }.flatMap { bundle ->
            offers.filter { it.name in engines && !runs(bundle, it) }.map { bundle to it }
        }
}
