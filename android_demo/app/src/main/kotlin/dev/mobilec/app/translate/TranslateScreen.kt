package dev.mobilec.app.translate

import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.os.Build
import android.view.View
import android.widget.TextView
import android.widget.Toast
import dev.mobilec.app.R
import dev.mobilec.app.ask.AskIds
import dev.mobilec.app.ask.AskModel
import dev.mobilec.app.ask.AskScreen
import dev.mobilec.app.view.bringIntoView
import dev.mobilec.app.view.need
import dev.mobilec.app.view.short
import dev.mobilec.app.view.shown

private val IDS = AskIds(
    R.id.translate_text,
    null,
    R.id.translate_clear,
    R.id.translate_do,
    R.id.translate_examples,
    R.id.translate_examples_title,
)

/** Type a text, read its translation and how long it took. */
fun translateScreen(root: View, model: AskModel<Translated>): AskScreen<Translated> {
    root.need<View>(R.id.translate_copy).setOnClickListener { copy(root.context, output(root)) }
    root.need<View>(R.id.translate_share).setOnClickListener { share(root.context, output(root)) }
    return AskScreen(root, model, IDS, { it.text }) { show(root, it) }
}

private fun show(root: View, answer: Translated?) {
    root.need<View>(R.id.translate_result).shown(answer != null)
    if (answer == null) return
    root.need<TextView>(R.id.translate_output).text = answer.text
    val figures = root.context.getString(
        R.string.translate_figures, short(answer.milliseconds), short(answer.tokensPerSecond), answer.engine,
    )
    val cut = root.context.getString(R.string.translate_cut).takeIf { answer.cut > 0 }
    val through = answer.between?.let {
        val times = answer.times.joinToString(" + ", transform = ::short)
        root.context.getString(R.string.translate_between, it, times)
    }
    root.need<TextView>(R.id.translate_figures).text = listOfNotNull(cut, figures, through).joinToString("\n")
    root.need<View>(R.id.translate_result).bringIntoView()
}

private fun output(root: View): CharSequence = root.need<TextView>(R.id.translate_output).text

private fun copy(context: Context, text: CharSequence) {
    val label = context.getString(R.string.translate_result)
    context.getSystemService(ClipboardManager::class.java)?.setPrimaryClip(ClipData.newPlainText(label, text))
    // Android 13 and later say so themselves.
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) {
        Toast.makeText(context, R.string.copied, Toast.LENGTH_SHORT).show()
    }
}

private fun share(context: Context, text: CharSequence) {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, text.toString())
    context.startActivity(Intent.createChooser(send, context.getString(R.string.share)))
}
