package dev.mobilec.app.bundles

import android.content.Context
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.work.Held
import dev.mobilec.app.work.Outcome
import dev.mobilec.app.work.Problem
import dev.mobilec.app.work.Worker

/** What there is to choose from. [bundles]: null until they were looked for. */
data class Shelf(
    val bundles: List<Found>? = null,
    val offers: List<Offer> = emptyList(),
    val problem: Problem? = null,
)

/** Looks for bundles and engines, off the main thread, and tells every screen. */
class Library(
    private val context: Context,
    private val bundles: Bundles,
    private val worker: Worker,
    private val offers: () -> List<Offer>,
) {
    val held = Held(Shelf())

    /** Looks again; what did not change is not told again. */
    fun look() = worker.submit({ bundles.found() to held.state.offers.ifEmpty(offers) }) { outcome ->
        val next = when (outcome) {
            is Outcome.Done -> Shelf(outcome.value.first, outcome.value.second)
            is Outcome.Failed -> held.state.copy(bundles = emptyList(), problem = outcome.problem)
        }
        if (next != held.state) held.change { next }
    }

    /** Reads a bundle's model card for [shown]. */
    fun card(found: Found, shown: (String) -> Unit) = worker.submit({ bundles.card(found) }) { outcome ->
        when (outcome) {
            is Outcome.Done -> outcome.value?.let(shown)
            is Outcome.Failed -> shown(outcome.problem.detail)
        }
    }

    /** A string resource in the language of the app. */
    fun text(resource: Int, vararg words: String): String = context.getString(resource, *words)
}
