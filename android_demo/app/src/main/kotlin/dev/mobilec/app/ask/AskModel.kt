package dev.mobilec.app.ask

import android.util.Log
import dev.mobilec.app.R
import dev.mobilec.app.bundles.Library
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.work.Held
import dev.mobilec.app.work.Outcome
import dev.mobilec.app.work.Problem
import dev.mobilec.app.work.TAG
import dev.mobilec.app.work.Worker
import dev.mobilec.app.work.problemOf
import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.ClassifierGolden
import dev.mobilec.core.manifest.TranslatorGolden
import java.io.IOException

/**
 * Puts a text to a bundle of [task] through an engine, or to two translators as one. [ask] runs on the worker's thread
 * and loads what it needs through the session; without a question it only loads. [check] says whether what was loaded
 * answers as it should on this phone, null where nobody can tell now; it calls what it is given between its steps.
 */
class AskModel<A>(
    private val task: String,
    private val library: Library,
    private val worker: Worker,
    private val nothing: Int,
    private val ask: (Subject, Offer, Question?) -> Asked<A>,
    private val check: (Subject, Offer, () -> Unit) -> Boolean? = { _, _, _ -> null },
) {
    /** [answer]: null where nothing was asked. [instead]: the engine that it is of, where the chosen one failed. */
    class Asked<A>(val bundle: Bundle, val answer: A?, val instead: Instead? = null) {
        val examples: List<Question> = examplesOf(bundle)
    }

    class Instead(val offer: Offer, val failure: Problem)

    val held = Held(AskState<A>())
    private var wanted = false
    private var prepared: Pair<Subject?, Offer?>? = null
    @Volatile private var number = 0

    init {
        library.held.watch { shelf ->
            held.change { state ->
                val bundles = shelf.bundles?.filter { it.manifest == null || it.manifest.task == task }
                val subjects = bundles?.let { subjects(task, it) }
                val subject = subjects?.let { remaining(it, state.subject) }
                state.copy(
                    subjects = subjects, offers = shelf.offers, subject = subject,
                    offer = usable(subject, shelf.offers, state.offer), problem = state.problem ?: shelf.problem,
                )
            }
            if (wanted) prepare()
        }
    }

    /** Loads what is chosen where that is new, so that the first answer does not wait for it. */
    fun prepare() {
        wanted = true
        val state = held.state
        val chosen = state.subject to state.offer
        if (state.subjects == null || chosen == prepared) return
        prepared = chosen
        held.change { it.copy(doubted = null) }
        run(null)
    }

    fun choose(id: String) = change { it.with(found(it.subjects.orEmpty(), id)) }

    /** Chooses the way back; nothing where there is none. */
    fun swap() = change { it.with(it.subject?.turned ?: it.subject) }

    private fun AskState<A>.with(chosen: Subject?) =
        copy(subject = chosen, offer = usable(chosen, offers, offer), examples = emptyList())

    fun chooseEngine(name: String) = change { state -> state.copy(offer = state.offers.first { it.name == name }) }

    /** Asks for the answer to a [question]; one that is still under way is forgotten. */
    fun ask(question: Question) = run(question)

    private fun change(next: (AskState<A>) -> AskState<A>) {
        held.change { next(it).copy(answer = null, problem = null) }
        prepare()
    }

    private fun run(question: Question?) {
        val state = held.state
        val problem = missing(state)
        val mine = ++number
        if (problem != null || state.subject == null || state.offer == null) {
            held.change { it.copy(busy = null, answer = null, problem = problem) }
            return
        }
        held.change {
            val busy = if (question == null) R.string.preparing else R.string.working
            it.copy(busy = busy, problem = null, answer = null)
        }
        worker.submit({ answered(state.subject, state.offer, state.offers, question) }) { outcome ->
            if (mine == number) {
                show(outcome)
                if (outcome is Outcome.Done) checkAnswers(state.subject, outcome.value.instead?.offer ?: state.offer)
            }
        }
    }

    /** Behind what was just shown; the next question does not wait for it. */
    private fun checkAnswers(subject: Subject, offer: Offer) {
        val mine = number
        worker.behind({ makeWay -> if (mine == number) check(subject, offer, makeWay) else null }) { outcome ->
            if (mine == number && outcome == Outcome.Done(false)) held.change { it.copy(doubted = offer) }
        }
    }

    /** What the chosen engine gives, or where it fails on this phone another that can run the bundle. */
    private fun answered(
        subject: Subject, chosen: Offer, offers: List<Offer>, question: Question?,
    ): Asked<A> = try {
        ask(subject, chosen, question)
    } catch (@Suppress("TooGenericExceptionCaught") failure: Throwable) {
        val other = offers.firstOrNull { it.name != chosen.name && it.why == null && subject.without(it) == null }
        if (other == null || !isOfEngine(failure)) throw failure
        Log.w(TAG, "${chosen.title} failed, ${other.title} is asked", failure)
        val failed = Problem(R.string.problem_fallback, problemOf(failure).detail, R.string.advice_fallback)
        ask(subject, other, question).let { Asked(it.bundle, it.answer, Instead(other, failed)) }
    }

    /** Not of a bundle that no engine could open, of storage, or of memory, which a second load wants more of. */
    private fun isOfEngine(failure: Throwable) = when (failure) {
        is Refused, is IOException, is OutOfMemoryError -> false
        else -> true
    }

    private fun show(outcome: Outcome<Asked<A>>) = held.change { state ->
        when (outcome) {
            is Outcome.Done -> {
                val asked = outcome.value
                val offer = asked.instead?.offer ?: state.offer
                if (asked.instead != null) prepared = state.subject to offer
                state.copy(
                    busy = null, answer = asked.answer, examples = asked.examples, offer = offer,
                    problem = asked.instead?.failure,
                )
            }
            is Outcome.Failed -> state.copy(busy = null, problem = outcome.problem)
        }
    }

    private fun missing(state: AskState<A>): Problem? {
        val subject = state.subject
        val unread = subject?.problem
        return when {
            subject == null -> Problem(R.string.problem_refused, library.text(nothing), R.string.advice_none)
            unread != null -> Problem(R.string.problem_refused, unread, R.string.advice_refused)
            state.offer == null -> Problem(
                R.string.problem_library,
                state.offers.joinToString("\n\n") { offer ->
                    val lacking = subject.without(offer) ?: subject.legs.first()
                    offer.why ?: library.text(R.string.no_program, lacking.title, offer.title)
                },
                R.string.advice_engines,
            )
            else -> null
        }
    }
}

/** Real sentences that fit on a button. */
private fun examplesOf(bundle: Bundle): List<Question> = when (val golden = bundle.golden) {
    is ClassifierGolden -> golden.sentences.map { Question(it.text, it.pair) }
    is TranslatorGolden -> golden.sentences.map { Question(it.text) }
}.filter(Question::isShort).take(EXAMPLES)

private const val EXAMPLES = 4
