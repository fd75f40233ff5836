package dev.mobilec.app.about

import android.content.Context
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import dev.mobilec.app.R
import dev.mobilec.app.bundles.Found
import dev.mobilec.app.bundles.Library
import dev.mobilec.app.bundles.Shelf
import dev.mobilec.app.engines.Offer
import dev.mobilec.app.view.need
import dev.mobilec.app.view.shown
import dev.mobilec.core.benchmark.Device
import dev.mobilec.core.manifest.Manifest
import java.text.NumberFormat
import java.util.Locale

private const val MB = 1e6
private const val GB = 1e9

/** Versions, what each engine and bundle is, and whose work is in here. Gives what stops it. */
fun aboutScreen(root: View, about: AboutModel, library: Library): () -> Unit {
    fun shown() {
        val facts = about.held.state.facts ?: return
        val build = facts.build
        root.need<TextView>(R.id.about_app).text =
            root.context.getString(R.string.about_app, build.version, build.buildType, build.name)
        show(root.need(R.id.about_cards), library.held.state, facts, library)
    }
    val forget = listOf(about.held.watch { shown() }, library.held.watch { shown() })
    return { forget.forEach { it() } }
}

private fun show(cards: ViewGroup, shelf: Shelf, facts: Facts, library: Library) {
    val context = cards.context
    cards.removeAllViews()
    section(cards, R.string.about_device, listOf(deviceText(facts.device)))
    section(cards, R.string.about_engines, shelf.offers.map { offerText(context, it, facts.runtimes[it.name]) })
    title(cards, R.string.about_bundles)
    shelf.bundles.orEmpty().forEach { bundle(cards, it, library) }
    section(cards, R.string.about_licences, LICENCES)
}

private fun section(cards: ViewGroup, title: Int, paragraphs: List<String>) {
    title(cards, title)
    val card = card(cards)
    card.need<View>(R.id.info_title).shown(false)
    card.need<TextView>(R.id.info_text).text = paragraphs.joinToString("\n\n")
}

private fun bundle(cards: ViewGroup, found: Found, library: Library) {
    val card = card(cards)
    card.need<TextView>(R.id.info_title).text = found.title
    card.need<TextView>(R.id.info_text).text = found.manifest?.let { manifestText(cards.context, it) } ?: found.problem
    val more = card.need<View>(R.id.info_more)
    val rest = card.need<TextView>(R.id.info_rest)
    more.shown(found.manifest?.texts.orEmpty().any { it.role == "card" })
    more.setOnClickListener {
        if (rest.visibility == View.VISIBLE) rest.shown(false) else library.card(found) { text ->
            rest.text = text
            rest.shown(true)
        }
    }
}

private fun title(cards: ViewGroup, title: Int) {
    val view = LayoutInflater.from(cards.context).inflate(R.layout.info_section, cards, false) as TextView
    view.setText(title)
    cards.addView(view)
}

private fun card(cards: ViewGroup): View =
    LayoutInflater.from(cards.context).inflate(R.layout.info, cards, false).also(cards::addView)

private fun deviceText(device: Device): String = listOfNotNull(
    listOfNotNull(device.manufacturer, device.model, device.name?.let { "($it)" }).joinToString(" "),
    listOfNotNull(device.soc, "${device.cores} × ${device.abi}").joinToString(" · "),
    device.memoryBytes?.let { "%.1f GB RAM".format(it / GB) },
    "${device.os} ${device.osVersion}",
).joinToString("\n")

/** [runtime]: whose build it is, or why it was left out, where that is known. */
private fun offerText(context: Context, offer: Offer, runtime: String?): String {
    val name = context.getString(R.string.about_engine, offer.title, offer.version.orEmpty()).trim()
    return listOfNotNull(name, offer.why, runtime).joinToString("\n")
}

private fun manifestText(context: Context, manifest: Manifest): String = context.getString(
    R.string.about_bundle,
    manifest.task,
    manifest.files.joinToString { "${it.format} ${it.precision}" },
    "%.1f".format(manifest.listed.sumOf { it.sizeBytes } / MB),
    NumberFormat.getIntegerInstance(Locale.getDefault()).format(manifest.uniqueParameters),
    manifest.source.licence ?: context.getString(R.string.about_no_licence),
    manifest.created.take(DATE),
    manifest.tool.version,
    manifest.source.model,
)

private const val DATE = 10

/** What the app is made of beside its own sources. */
private val LICENCES = listOf(
    "mobilec — Apache-2.0",
    "ExecuTorch, XNNPACK, cpuinfo, pthreadpool — BSD",
    "ONNX Runtime — MIT",
    "fbjni, SoLoader — Apache-2.0",
    "Kotlin, kotlinx.serialization — Apache-2.0",
)
