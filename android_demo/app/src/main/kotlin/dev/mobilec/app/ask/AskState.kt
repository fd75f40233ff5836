package dev.mobilec.app.ask

import dev.mobilec.app.engines.Offer
import dev.mobilec.app.view.Choice
import dev.mobilec.app.work.Problem

/**
 * What a screen shows that puts a text to a model. [subjects]: what its task's bundles can be asked, null until they
 * were looked for. [busy]: what is waited for, a string resource. [examples]: what to try. [doubted]: the engine whose
 * answers are not to be relied on.
 */
data class AskState<A>(
    val subjects: List<Subject>? = null,
    val offers: List<Offer> = emptyList(),
    val subject: Subject? = null,
    val offer: Offer? = null,
    val examples: List<Question> = emptyList(),
    val busy: Int? = null,
    val problem: Problem? = null,
    val doubted: Offer? = null,
    val answer: A? = null,
) {
    /** Whether the chosen bundle labels a text and its pair. */
    val wantsPair: Boolean
        get() = subject?.legs?.first()?.manifest?.text?.pairs == true

    /** The engines for what is chosen, and which of them can run it. */
    val engineOptions: List<Choice.Option>
        get() = offers.map { Choice.Option(it.name, it.title, it.why == null && subject?.without(it) == null) }
}
