package dev.mobilec.app.ask

import android.text.Editable
import android.text.TextWatcher
import android.view.LayoutInflater
import android.view.View
import android.view.ViewGroup
import android.view.inputmethod.InputMethodManager
import android.widget.Button
import android.widget.EditText
import dev.mobilec.app.R
import dev.mobilec.app.view.Choice
import dev.mobilec.app.view.need
import dev.mobilec.app.view.showBusy
import dev.mobilec.app.view.showProblem
import dev.mobilec.app.view.showWarning
import dev.mobilec.app.view.shown

/** The ids of a screen that asks. [pair]: of a second text, on a screen that may ask for two. */
data class AskIds(
    val text: Int,
    val pair: Int?,
    val clear: Int,
    val button: Int,
    val examples: Int,
    val examplesTitle: Int,
)

/**
 * A text, a button and an answer, bound to a model; [showAnswer] fills what is the screen's own. [said]: of an answer,
 * what the way back is asked next.
 */
class AskScreen<A>(
    private val root: View,
    private val model: AskModel<A>,
    private val ids: AskIds,
    private val said: (A) -> String? = { null },
    private val showAnswer: (A?) -> Unit,
) {
    private val text = root.need<EditText>(ids.text)
    private val pair = ids.pair?.let { root.need<EditText>(it) }
    private val fields = listOfNotNull(text, pair)
    private val button = root.need<Button>(ids.button)
    private var examples: List<Question>? = null
    private val forget: () -> Unit

    init {
        button.setOnClickListener { ask() }
        root.need<View>(R.id.swap).setOnClickListener { swap() }
        root.need<View>(ids.clear).setOnClickListener {
            fields.forEach { it.setText("") }
            text.requestFocus()
        }
        val typed = object : TextWatcher {
            override fun beforeTextChanged(before: CharSequence, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(now: CharSequence, start: Int, before: Int, count: Int) = Unit
            override fun afterTextChanged(now: Editable) = showEnabled(model.held.state)
        }
        fields.forEach { it.addTextChangedListener(typed) }
        forget = model.held.watch(::show)
    }

    /** Stops following the model, which lives on. */
    fun close() = forget()

    private fun ask() {
        val keyboard = root.context.getSystemService(InputMethodManager::class.java)
        keyboard?.hideSoftInputFromWindow(root.windowToken, 0)
        val second = pair?.takeIf { model.held.state.wantsPair }?.text?.toString()?.trim()
        model.ask(Question(text.text.toString().trim(), second))
    }

    private fun swap() {
        model.held.state.answer?.let(said)?.let(text::setText)
        model.swap()
    }

    private fun show(state: AskState<A>) {
        val context = root.context
        val subjects = options(context, state.subjects.orEmpty(), state.subject)
        root.need<Choice>(R.id.bundle)
            .show(context.getString(R.string.bundle), subjects, state.subject?.id, model::choose)
        val turned = state.subject?.turned
        root.need<View>(R.id.swap).apply {
            shown(turned != null)
            contentDescription = turned?.let { context.getString(R.string.swap, title(context, it)) }
        }
        root.need<Choice>(R.id.engine)
            .show(context.getString(R.string.engine), state.engineOptions, state.offer?.name, model::chooseEngine)
        root.showBusy(if (state.subjects == null) R.string.loading_bundles else state.busy)
        root.showProblem(state.problem)
        root.showWarning(state.doubted?.let { context.getString(R.string.goldens_wrong, it.title) })
        pair?.shown(state.wantsPair)
        showAnswer(state.answer)
        showExamples(state.examples)
        showEnabled(state)
    }

    private fun showEnabled(state: AskState<A>) {
        val wanted = if (state.wantsPair) fields else listOf(text)
        button.isEnabled = wanted.all { it.text.isNotBlank() } && state.subject != null && state.offer != null
        root.need<View>(ids.clear).visibility = if (wanted.all { it.text.isEmpty() }) View.INVISIBLE else View.VISIBLE
    }

    private fun showExamples(now: List<Question>) {
        if (now == examples) return
        examples = now
        val list = root.need<ViewGroup>(ids.examples)
        list.removeAllViews()
        for (example in now) {
            val chip = LayoutInflater.from(root.context).inflate(R.layout.example, list, false) as Button
            chip.text = example.title
            chip.setOnClickListener {
                text.setText(example.text)
                pair?.setText(example.pair.orEmpty())
                ask()
            }
            list.addView(chip)
        }
        root.need<View>(ids.examplesTitle).shown(now.isNotEmpty())
    }
}
