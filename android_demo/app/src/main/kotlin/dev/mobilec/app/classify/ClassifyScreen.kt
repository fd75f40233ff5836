package dev.mobilec.app.classify

import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.widget.TextView
import dev.mobilec.app.R
import dev.mobilec.app.ask.AskIds
import dev.mobilec.app.ask.AskModel
import dev.mobilec.app.ask.AskScreen
import dev.mobilec.app.view.Bar
import dev.mobilec.app.view.bringIntoView
import dev.mobilec.app.view.need
import dev.mobilec.app.view.short
import dev.mobilec.app.view.shown

private val IDS = AskIds(
    R.id.classify_text,
    R.id.classify_pair,
    R.id.classify_clear,
    R.id.classify_do,
    R.id.classify_examples,
    R.id.classify_examples_title,
)

/** Labels beyond these are of no use to a person on one screen. */
private const val MOST_LABELS = 8
private const val PERCENT = 100

/** Type a text, or a text and its pair, read its label and how sure the model is. */
fun classifyScreen(root: View, model: AskModel<Classified>): AskScreen<Classified> =
    AskScreen(root, model, IDS) { show(root, it) }

private fun show(root: View, answer: Classified?) {
    root.need<View>(R.id.classify_result).shown(answer != null)
    if (answer == null) return
    root.need<TextView>(R.id.classify_label).text = answer.shares.first().first
    showBars(root.need(R.id.classify_bars), answer.shares.take(MOST_LABELS))
    root.need<TextView>(R.id.classify_figures).text = root.context.getString(
        R.string.classify_figures, short(answer.milliseconds), answer.tokens, answer.engine,
    )
    root.need<View>(R.id.classify_result).bringIntoView()
}

private fun showBars(list: ViewGroup, shares: List<Pair<String, Double>>) {
    list.removeAllViews()
    for ((label, share) in shares) {
        val row = LayoutInflater.from(list.context).inflate(R.layout.bar, list, false)
        val percent = "%.1f".format(share * PERCENT)
        row.need<TextView>(R.id.bar_label).text = label
        row.need<TextView>(R.id.bar_share).text = list.context.getString(R.string.percent, percent)
        row.need<Bar>(R.id.bar_fill).share = share
        row.contentDescription = list.context.getString(R.string.label_share, label, percent)
        list.addView(row)
    }
}
