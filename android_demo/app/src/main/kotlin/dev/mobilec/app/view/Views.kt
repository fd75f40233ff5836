package dev.mobilec.app.view

import android.graphics.Rect
import android.view.View
import android.widget.TextView
import dev.mobilec.app.R
import dev.mobilec.app.work.Problem

/** The view of a layout by its id, which is there. */
fun <T : View> View.need(id: Int): T = checkNotNull(findViewById<T>(id)) { resources.getResourceName(id) }

/** Shown, or without a place. */
fun View.shown(yes: Boolean) {
    visibility = if (yes) View.VISIBLE else View.GONE
}

/** Scrolls what contains this view until it can be seen, once it has its size. */
fun View.bringIntoView() {
    post { requestRectangleOnScreen(Rect(0, 0, width, height)) }
}

/** Fills the problem card of a screen, or takes it away. */
fun View.showProblem(problem: Problem?) {
    need<View>(R.id.problem).shown(problem != null)
    if (problem == null) return
    need<TextView>(R.id.problem_title).setText(problem.title)
    need<TextView>(R.id.problem_detail).text = problem.detail
    need<TextView>(R.id.problem_advice).setText(problem.advice)
}

/** Says that answers are not to be relied on, or nothing. */
fun View.showWarning(text: String?) {
    need<View>(R.id.warning).shown(text != null)
    need<TextView>(R.id.warning_text).text = text
}

/** Says what is being waited for, or nothing. */
fun View.showBusy(text: Int?) {
    need<View>(R.id.busy).shown(text != null)
    if (text != null) need<TextView>(R.id.busy_text).setText(text)
}
