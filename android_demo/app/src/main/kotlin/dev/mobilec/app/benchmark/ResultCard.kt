package dev.mobilec.app.benchmark

import android.content.Context
import android.graphics.Typeface
import android.text.SpannableStringBuilder
import android.text.Spanned
import android.text.style.StyleSpan
import android.view.Gravity
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.TableLayout
import android.widget.TableRow
import android.widget.TextView
import dev.mobilec.app.R
import dev.mobilec.app.engines.titleOf
import dev.mobilec.app.view.LatencyPlot
import dev.mobilec.app.view.need
import dev.mobilec.app.view.short
import dev.mobilec.app.view.shown
import dev.mobilec.core.benchmark.CANCELLED
import dev.mobilec.core.benchmark.DONE
import dev.mobilec.core.benchmark.Measured
import dev.mobilec.core.benchmark.Run

/** One run as a card: what was measured, whether it counts, percentiles, load and memory. */
fun resultCard(parent: ViewGroup, run: Run): View {
    val context = parent.context
    val card = LayoutInflater.from(context).inflate(R.layout.result, parent, false)
    card.need<TextView>(R.id.result_title).text = run.variant.bundle
    card.need<TextView>(R.id.result_engine).text =
        variantText(context, "${titleOf(run.variant.engine)} ${run.variant.engineVersion}", run.variant.threads)
    showValidity(card.need(R.id.result_valid), run)
    showTable(card.need(R.id.result_table), run)
    val facts = card.need<TextView>(R.id.result_facts)
    facts.text = run.measured?.let { factLines(context, it) }.orEmpty().joinToString("\n")
    facts.shown(facts.text.isNotEmpty())
    return card
}

/** The sentences of a run as rows of the plot; [several]: whose they are has to be said. */
fun plotRows(context: Context, run: Run, several: Boolean): List<LatencyPlot.Row> =
    run.measured?.sentences.orEmpty().map { sentence ->
        val name = sentenceName(context, sentence.name)
        val whose = variantText(context, titleOf(run.variant.engine), run.variant.threads)
        val statistics = sentence.totalMs.statistics
        val title = if (several) "${run.variant.bundle} · $whose · $name" else name
        LatencyPlot.Row(title, sentence.totalMs.samples, statistics.p50, statistics.p90)
    }

/** An engine and its threads in words. */
fun variantText(context: Context, engine: String, threads: Int): String = context.getString(
    R.string.bench_variant, engine, context.resources.getQuantityString(R.plurals.threads, threads, threads),
)

/** The name of a sentence of run.json in the person's language. */
private fun sentenceName(context: Context, name: String): String = when (name) {
    "short" -> context.getString(R.string.bench_short)
    "middle" -> context.getString(R.string.bench_middle)
    "longest" -> context.getString(R.string.bench_longest)
    else -> name
}

private fun showValidity(view: TextView, run: Run) {
    val word = when {
        run.exitStatus == CANCELLED -> R.string.bench_cancelled
        run.exitStatus != DONE -> R.string.bench_failed
        run.valid -> R.string.bench_valid
        else -> R.string.bench_invalid
    }
    val said = SpannableStringBuilder(view.context.getString(word))
    said.setSpan(StyleSpan(Typeface.BOLD), 0, said.length, Spanned.SPAN_EXCLUSIVE_EXCLUSIVE)
    (run.reasons.map { it.message } + run.notes.map { it.message }).distinct().forEach { said.append("\n").append(it) }
    view.text = said
    view.setBackgroundResource(if (run.valid) R.drawable.card_good else R.drawable.card_bad)
    view.setTextColor(view.context.getColor(if (run.valid) R.color.good else R.color.bad))
}

private fun showTable(table: TableLayout, run: Run) {
    val context = table.context
    val sentences = run.measured?.sentences.orEmpty()
    table.shown(sentences.isNotEmpty())
    // Large text has no room for names beside the numbers: each has a line of its own above them.
    val large = context.resources.configuration.fontScale >= LARGE
    table.isShrinkAllColumns = large
    table.isStretchAllColumns = large
    val heads = listOf(R.string.bench_p50, R.string.bench_p90, R.string.bench_p99).map(context::getString)
    val first = listOf(context.getString(R.string.bench_sentence)).filterNot { large }
    table.addView(row(context, first, heads, R.style.Type_Caption))
    for (sentence in sentences) {
        val statistics = sentence.totalMs.statistics
        // Of fewer samples it lies between the two largest.
        val p99 = if (statistics.count >= LEAST_FOR_P99) short(statistics.p99) else "–"
        val numbers = listOf(short(statistics.p50), short(statistics.p90), p99)
        val name = sentenceName(context, sentence.name)
        if (large) table.addView(cell(context, name, R.style.Type_Number, 0))
        table.addView(row(context, listOf(name).filterNot { large }, numbers, R.style.Type_Number))
    }
}

/** [names] at the start, [numbers] at the end of their columns. */
private fun row(context: Context, names: List<String>, numbers: List<String>, type: Int): TableRow {
    val row = TableRow(context)
    names.forEach { row.addView(cell(context, it, type, 0)) }
    val gap = context.resources.getDimensionPixelSize(R.dimen.one)
    numbers.forEach { number -> row.addView(cell(context, number, type, gap).apply { gravity = Gravity.END }) }
    return row
}

private fun cell(context: Context, text: String, type: Int, start: Int): TextView {
    val view = TextView(context)
    view.setTextAppearance(type)
    view.text = text
    val gap = context.resources.getDimensionPixelSize(R.dimen.half)
    view.setPaddingRelative(start, gap, 0, gap)
    return view
}

private const val MB = 1e6
private const val LARGE = 1.5f
private const val LEAST_FOR_P99 = 200

private fun factLines(context: Context, measured: Measured): List<String> {
    val memory = measured.memory
    val load = measured.load
    val loading = load.coldMs.firstOrNull()?.let { R.string.bench_load to it }
        ?: load.warmMs?.let { R.string.bench_load_again to it }
    val speed = measured.sentences.mapNotNull { it.translation?.tokensPerSecond }.maxOrNull()
    val peak = memory.peakWithSwapBytes
    val more = peak?.let { all -> memory.baselineBytes?.let { all - it } }
    return listOfNotNull(
        load.firstAnswerMs?.let { context.getString(R.string.bench_first_answer, short(it)) },
        loading?.let { (text, ms) -> context.getString(text, short(ms), short(load.firstRunMs)) },
        speed?.let { context.getString(R.string.bench_speed, short(it)) },
        more?.let { context.getString(R.string.bench_memory, short(peak / MB), short(it / MB)) },
    )
}
