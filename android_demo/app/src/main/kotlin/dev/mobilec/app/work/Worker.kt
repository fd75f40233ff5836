package dev.mobilec.app.work

import android.util.Log
import java.util.concurrent.Executor
import java.util.concurrent.Executors

const val TAG = "mobilec"

/** How a task ended. */
sealed interface Outcome<out T> {
    data class Done<T>(val value: T) : Outcome<T>
    data class Failed(val problem: Problem) : Outcome<Nothing>
}

/**
 * The one thread that opens bundles and runs programs, so that nothing is computed on the main
 * thread and an engine is only ever touched from one place. [main] runs what shows an outcome.
 */
class Worker(private val main: Executor) {
    private val thread = Executors.newSingleThreadExecutor { Thread(it, "mobilec-engine") }

    /** Runs [task] after those before it; whatever it throws, errors included, arrives as a problem. */
    fun <T> submit(task: () -> T, shown: (Outcome<T>) -> Unit) {
        thread.execute {
            val outcome = try {
                Outcome.Done(task())
            } catch (@Suppress("TooGenericExceptionCaught") thrown: Throwable) {
                Log.w(TAG, "a task failed", thrown)
                Outcome.Failed(problemOf(thrown))
            }
            main.execute { shown(outcome) }
        }
    }

    /** Runs [shown] on the main thread, in the order of the calls. */
    fun show(shown: () -> Unit) = main.execute(shown)
}
