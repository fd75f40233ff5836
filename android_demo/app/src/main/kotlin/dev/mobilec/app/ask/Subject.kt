package dev.mobilec.app.ask

import dev.mobilec.app.bundles.Found
import dev.mobilec.app.engines.Offer
import dev.mobilec.core.manifest.TRANSLATION
import dev.mobilec.core.run.Direction
import dev.mobilec.core.run.Way
import dev.mobilec.core.run.choices

/**
 * What a question is put to: a bundle, or two translators one after the other. [way]: of translators that name their
 * languages. [back]: what leads from the other language into this one.
 */
data class Subject(val legs: List<Found>, val way: Way? = null, val back: Subject? = null) {
    /** That of the bundle, where there is one. */
    val id: String
        get() = legs.joinToString("+") { it.id }

    /** The way back, whose own way back this is. */
    val turned: Subject?
        get() = back?.copy(back = copy(back = null))

    /** Why one of its bundles cannot be read, if one cannot. */
    val problem: String?
        get() = legs.firstNotNullOfOrNull { it.problem }

    /** What a person reads where nothing better is known. */
    val names: String
        get() = legs.joinToString(" + ") { it.title }

    /** The first of its bundles that has no program for an engine, if that can be read. */
    fun without(offer: Offer): Found? = legs.firstOrNull { !runs(it, offer) }
}

/** What there is to choose among the bundles of a task. */
fun subjects(task: String, bundles: List<Found>): List<Subject> {
    if (task != TRANSLATION) return bundles.map { Subject(listOf(it)) }
    fun subject(way: Way) = Subject(way.legs.map(bundles::get), way.takeIf { it.direction.isKnown })
    return choices(bundles.map(::direction)).map { subject(it.way).copy(back = it.back?.let(::subject)) }
}

private fun direction(found: Found) =
    Direction(found.manifest?.text?.sourceLanguage, found.manifest?.text?.targetLanguage)

/** The chosen one where it is still there, otherwise the first that can be read. */
fun remaining(subjects: List<Subject>, chosen: Subject?): Subject? =
    found(subjects, chosen?.id) ?: subjects.firstOrNull { it.problem == null } ?: subjects.firstOrNull()

/** A subject or a way back by its id. */
fun found(subjects: List<Subject>, id: String?): Subject? =
    subjects.flatMap { listOfNotNull(it, it.turned) }.firstOrNull { it.id == id }

/** Whether an engine works here and has a program in the bundle, if that can be read. */
fun runs(bundle: Found?, offer: Offer): Boolean =
    offer.why == null && bundle?.manifest?.files?.none { it.format == offer.name } != true

/** The chosen engine where it can run all of a subject, otherwise the first that can. */
fun usable(subject: Subject?, offers: List<Offer>, chosen: Offer?): Offer? =
    (listOfNotNull(chosen) + offers).firstOrNull { it.why == null && subject?.without(it) == null }
