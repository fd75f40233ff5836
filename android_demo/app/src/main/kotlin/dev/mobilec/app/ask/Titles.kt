package dev.mobilec.app.ask

import android.content.Context
import dev.mobilec.app.R
import dev.mobilec.app.view.Choice
import dev.mobilec.core.run.languageTag
import java.util.Locale

/** What of [subjects] can be chosen, in words: one for each way and its way back, of which the [chosen] one stands. */
fun options(context: Context, subjects: List<Subject>, chosen: Subject?): List<Choice.Option> {
    val shown = subjects.map { if (it.turned?.id == chosen?.id) chosen ?: it else it }
    val titles = shown.map { title(context, it) }
    return shown.zip(titles) { subject, title ->
        val several = titles.count { it == title } > 1
        Choice.Option(subject.id, if (several) context.getString(R.string.way_of, title, subject.names) else title)
    }
}

/** Its languages, where they are known, by their names in the language of the app. */
fun title(context: Context, subject: Subject): String {
    val way = subject.way ?: return subject.names
    val (from, to) = listOf(way.direction.source, way.direction.target).map { languageName(context, it) }
    val through = way.through ?: return context.getString(R.string.way, from, to)
    return context.getString(R.string.way_through, from, to, languageName(context, through))
}

/** A language by its name, whatever the form of its code. */
fun languageName(context: Context, code: String?): String {
    val spoken = Locale.forLanguageTag(context.getString(R.string.spoken))
    return Locale.forLanguageTag(languageTag(code).orEmpty()).getDisplayLanguage(spoken)
}
