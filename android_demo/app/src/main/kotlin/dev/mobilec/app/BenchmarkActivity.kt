package dev.mobilec.app

import android.app.Activity
import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.util.Log
import android.view.View
import android.view.ViewGroup
import android.view.WindowManager
import android.widget.ProgressBar
import android.widget.TextView
import dev.mobilec.app.benchmark.Asked
import dev.mobilec.app.benchmark.Order
import dev.mobilec.app.benchmark.READY
import dev.mobilec.app.benchmark.Result
import dev.mobilec.app.benchmark.Variant
import dev.mobilec.app.benchmark.asked
import dev.mobilec.app.benchmark.getReady
import dev.mobilec.app.benchmark.outputOf
import dev.mobilec.app.benchmark.resultCard
import dev.mobilec.app.benchmark.tokenOf
import dev.mobilec.app.benchmark.variantText
import dev.mobilec.app.view.edgeToEdge
import dev.mobilec.app.view.need
import dev.mobilec.app.view.showProblem
import dev.mobilec.app.view.shown
import dev.mobilec.app.work.Outcome
import dev.mobilec.app.work.Problem
import dev.mobilec.app.work.TAG
import dev.mobilec.app.work.problemOf
import dev.mobilec.core.Refused
import dev.mobilec.core.benchmark.FAILED
import dev.mobilec.core.benchmark.Progress
import dev.mobilec.core.benchmark.Watcher
import dev.mobilec.core.benchmark.alone

/**
 * Measures what its intent asks for and tells a computer by the log: lines `progress {...}`, and at
 * the end `finished STATUS FILE`, when that file is there. Leaving the screen cancels it. Started
 * again when it is done, it measures again, in a process that is warm.
 *
 * Asked with the extra `ready` for where this app and adb meet, it says `ready NAME FOLDER` and goes.
 */
class BenchmarkActivity : Activity() {
    @Volatile private var left = false
    private var busy = false
    private lateinit var root: View

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.O_MR1) {
            setShowWhenLocked(true)
            setTurnScreenOn(true)
        }
        setContentView(R.layout.measuring)
        root = window.decorView.need(R.id.measuring)
        edgeToEdge(window, root) { covered, _ ->
            root.setPadding(covered.left, covered.top, covered.right, covered.bottom)
        }
        root.need<View>(R.id.progress_cancel).setOnClickListener { finish() }
        if (savedInstanceState == null) start(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        if (busy) {
            // What is under way is not touched, and neither is what the screen shows of it.
            val end = "adb shell am force-stop $packageName"
            return tell("a measurement is under way; wait for its end, or end it with: $end", nameOf(intent))
        }
        setIntent(intent)
        root.need<ViewGroup>(R.id.measured).removeAllViews()
        root.showProblem(null)
        start(intent)
    }

    override fun onDestroy() {
        left = isFinishing
        super.onDestroy()
    }

    private fun start(intent: Intent) = try {
        if (intent.hasExtra(READY)) ready(tokenOf(intent)) else measure(asked(intent))
    } catch (refused: Refused) {
        failed(problemOf(refused), nameOf(intent))
    }

    private fun measure(asked: Asked) {
        root.need<View>(R.id.progress).shown(true)
        working({ parts.bench.run(order(asked), Ear()) }, asked.output, ::done)
    }

    /** Nothing is measured: it names the folder, and who asked has the screen back. */
    private fun ready(token: String) = working({ getReady(this, token) }, token) { home ->
        Log.i(TAG, "$READY $token $home")
        finish()
    }

    private fun <T> working(task: () -> T, output: String, then: (T) -> Unit) {
        busy = true
        parts.worker.submit(task) { outcome ->
            busy = false
            when (outcome) {
                is Outcome.Done -> then(outcome.value)
                is Outcome.Failed -> failed(outcome.problem, output)
            }
        }
    }

    /** Looks the bundle and the engine up, on the worker's thread. */
    private fun order(asked: Asked): Order {
        val offers = parts.offers()
        val offer = offers.firstOrNull { it.name == asked.engine }
            ?: throw Refused("no engine is called \"${asked.engine}\"; there are ${offers.map { it.name }}")
        val found = parts.bundles.named(asked.bundle)
        found.problem?.let { throw Refused(it) }
        parts.worker.show {
            root.need<TextView>(R.id.progress_variant).text = found.title
            root.need<TextView>(R.id.progress_what).text = variantText(this, offer.title, asked.threads)
        }
        return Order(Variant(found, offer, asked.threads), asked.protocol, alone(asked.seed), asked.output)
    }

    private fun done(result: Result) {
        root.need<View>(R.id.progress).shown(false)
        val cards = root.need<ViewGroup>(R.id.measured)
        cards.addView(resultCard(cards, result.run))
        result.run.error?.let { Log.i(TAG, "failed $it") }
        Log.i(TAG, "finished ${result.run.exitStatus} ${result.file.name}")
    }

    /** There is no run to write where not even the bundle could be opened. */
    private fun failed(problem: Problem, output: String) {
        root.need<View>(R.id.progress).shown(false)
        root.showProblem(problem)
        tell(problem.detail, output)
    }

    private fun tell(why: String, output: String) {
        Log.e(TAG, "failed $why")
        Log.i(TAG, "finished $FAILED $output")
    }

    private fun nameOf(intent: Intent): String = try {
        if (intent.hasExtra(READY)) tokenOf(intent) else outputOf(intent)
    } catch (_: Refused) {
        "-"
    }

    private inner class Ear : Watcher {
        override val cancelled: Boolean
            get() = left

        override fun heard(progress: Progress) {
            Log.i(TAG, progress.line)
            parts.worker.show {
                val bar = root.need<ProgressBar>(R.id.progress_bar)
                bar.progress = (progress.share * bar.max).toInt()
            }
        }
    }
}
