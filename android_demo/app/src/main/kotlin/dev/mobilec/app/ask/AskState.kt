package dev.mobilec.app.ask

import dev.mobilec.app.bundles.Found
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.view.Choice
import dev.mobilec.app.work.Problem

/**
 * What a screen shows that puts a text to a model. [bundles]: those of its task, null until they
 * were looked for. [busy]: what is waited for, a string resource. [examples]: what to try. [doubted]: the engine whose
 * answers are not to be relied on.
 */
data class AskState<A>(
    val bundles: List<Found>? = null,
    val offers: List<Offer> = emptyList(),
    val bundle: Found? = null,
    val offer: Offer? = null,
    val examples: List<Question> = emptyList(),
    val busy: Int? = null,
    val problem: Problem? = null,
    val doubted: Offer? = null,
    val answer: A? = null,
) {
    /** Whether the chosen bundle labels a text and its pair. */
    val wantsPair: Boolean
        get() = bundle?.manifest?.text?.pairs == true

    /** The bundles as a person chooses among them. */
    val bundleOptions: List<Choice.Option>
        get() = bundles.orEmpty().map { Choice.Option(it.id, it.title) }

    /** The engines for the chosen bundle, and which of them can run it. */
    val engineOptions: List<Choice.Option>
        get() = offers.map { Choice.Option(it.name, it.title, runs(bundle, it)) }
}

/** Whether an engine works here and has a program in the bundle, if that can be read. */
fun runs(bundle: Found?, offer: Offer): Boolean =
    offer.why == null && bundle?.manifest?.files?.none { it.format == offer.name } != true

/** The chosen engine where it can run the bundle, otherwise the first that can. */
fun usable(bundle: Found?, offers: List<Offer>, chosen: Offer?): Offer? =
    (listOfNotNull(chosen) + offers).firstOrNull { runs(bundle, it) }
