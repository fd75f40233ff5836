package dev.mobilec.app.benchmark

import android.content.Context
import android.content.Intent
import android.net.Uri
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.view.Window
import android.view.WindowManager
import android.widget.CheckBox
import android.widget.ProgressBar
import android.widget.RadioGroup
import android.widget.TextView
import dev.mobilec.app.R
import dev.mobilec.app.view.LatencyPlot
import dev.mobilec.app.view.need
import dev.mobilec.app.view.showProblem
import dev.mobilec.app.view.shown
import dev.mobilec.core.benchmark.Step
import java.util.ArrayList

/** Choose what is measured, watch it, read and share what came out. */
class BenchmarkScreen(private val root: View, private val model: BenchmarkModel, private val window: Window) {
    private val context: Context = root.context
    private var shownForm: Any? = null
    private var shownResults: List<Result>? = null
    private val forget: () -> Unit

    init {
        root.need<View>(R.id.bench_start).setOnClickListener { model.start() }
        root.need<View>(R.id.progress_cancel).setOnClickListener { model.cancel() }
        root.need<View>(R.id.bench_share).setOnClickListener { share(model.held.state.results) }
        root.need<RadioGroup>(R.id.bench_length)
            .setOnCheckedChangeListener { _, id -> model.choose(LENGTHS.getValue(id)) }
        forget = model.held.watch(::show)
    }

    /** Stops following the model, which lives on. */
    fun close() = forget()

    private fun show(state: BenchmarkState) {
        val form = listOf(state.bundles, state.offers, state.chosen, state.engines, state.threads)
        if (form != shownForm) showForm(state)
        shownForm = form
        root.need<View>(R.id.bench_form).shown(state.running == null)
        showRunning(state.running)
        root.showProblem(state.problem)
        if (state.results != shownResults) showResults(state.results)
        shownResults = state.results
    }

    private fun showForm(state: BenchmarkState) {
        val bundles = root.need<ViewGroup>(R.id.bench_bundles).apply { removeAllViews() }
        for (bundle in state.bundles.orEmpty()) {
            tick(bundles, bundle.title, bundle.id in state.chosen) { model.tick(bundle.id, it) }
        }
        val engines = root.need<ViewGroup>(R.id.bench_engines).apply { removeAllViews() }
        for (offer in state.offers) {
            val box = tick(engines, offer.title, offer.name in state.engines) { model.tickEngine(offer.name, it) }
            box.isEnabled = offer.why == null
            offer.why?.let { note(engines, it) }
        }
        for ((bundle, offer) in state.leftOut) {
            note(engines, context.getString(R.string.bench_no_program, bundle.title, offer.title))
        }
        val threads = root.need<ViewGroup>(R.id.bench_threads).apply { removeAllViews() }
        for (number in THREADS) {
            val box = LayoutInflater.from(context).inflate(R.layout.toggle, threads, false) as CheckBox
            box.text = context.resources.getQuantityString(R.plurals.threads, number, number)
            box.isChecked = number in state.threads
            box.setOnCheckedChangeListener { _, yes -> model.tickThreads(number, yes) }
            threads.addView(box)
        }
        root.need<RadioGroup>(R.id.bench_length).check(LENGTHS.entries.first { it.value == state.length }.key)
    }

    private fun tick(list: ViewGroup, title: String, on: Boolean, changed: (Boolean) -> Unit): CheckBox {
        val box = LayoutInflater.from(context).inflate(R.layout.tick, list, false) as CheckBox
        box.text = title
        box.isChecked = on
        box.setOnCheckedChangeListener { _, yes -> changed(yes) }
        list.addView(box)
        return box
    }

    private fun note(list: ViewGroup, text: String) {
        val view = LayoutInflater.from(context).inflate(R.layout.note, list, false) as TextView
        view.text = text
        list.addView(view)
    }

    private fun showRunning(running: Running?) {
        root.need<View>(R.id.progress).shown(running != null)
        if (running == null) {
            window.clearFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
            return
        }
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        val variant = running.variant
        root.need<TextView>(R.id.progress_variant).text = variant.bundle.title
        val position = context.getString(R.string.bench_position, running.index + 1, running.count)
        val engine = variantText(context, variant.offer.title, variant.threads)
        val progress = running.progress
        val step = STEPS.getValue(progress?.step ?: Step.LOADING)
        val doing = context.getString(if (running.cancelling) R.string.bench_cancelling else step)
        root.need<TextView>(R.id.progress_what).text = "$position · $engine\n$doing"
        val bar = root.need<ProgressBar>(R.id.progress_bar)
        bar.max = PARTS
        bar.progress = ((progress?.share ?: 0.0) * PARTS).toInt()
        root.need<View>(R.id.progress_cancel).isEnabled = !running.cancelling
    }

    private fun showResults(results: List<Result>) {
        root.need<View>(R.id.bench_results).shown(results.isNotEmpty())
        val cards = root.need<ViewGroup>(R.id.bench_cards).apply { removeAllViews() }
        results.forEach { cards.addView(resultCard(cards, it.run)) }
        val rows = results.flatMap { result -> plotRows(context, result.run, several = results.size > 1) }
        root.need<View>(R.id.bench_plot_card).shown(rows.isNotEmpty())
        root.need<LatencyPlot>(R.id.bench_plot).rows = rows
    }

    private fun share(results: List<Result>) {
        val addresses = ArrayList<Uri>(results.map { runAddress(context, it.file) })
        val send = Intent(Intent.ACTION_SEND_MULTIPLE).setType("application/json")
            .putParcelableArrayListExtra(Intent.EXTRA_STREAM, addresses)
            .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        send.clipData = clip(addresses)
        context.startActivity(Intent.createChooser(send, context.getString(R.string.bench_share)))
    }

    private companion object {
        val THREADS = listOf(1, 2, 4)
        const val PARTS = 100
        val STEPS = mapOf(
            Step.LOADING to R.string.bench_loading,
            Step.GOLDENS to R.string.bench_goldens,
            Step.WARMING to R.string.bench_warming,
            Step.TIMING to R.string.bench_timing,
            Step.SUSTAINED to R.string.bench_sustaining,
        )
        val LENGTHS = mapOf(
            R.id.bench_quick to Length.QUICK,
            R.id.bench_full to Length.FULL,
            R.id.bench_sustained to Length.SUSTAINED,
        )
    }
}

/** The addresses as what the permission to read is granted for. */
private fun clip(addresses: List<Uri>) = android.content.ClipData.newRawUri("", addresses.first()).apply {
    addresses.drop(1).forEach { addItem(android.content.ClipData.Item(it)) }
}
