package dev.mobilec.app.work

import android.util.Log
import java.util.concurrent.Executor
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

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

    /** Tasks of [submit] that wait for their turn; each is counted and put into its place in one, see [queue]. */
    private val waiting = AtomicInteger()

    /** Held while a task is put into its place: what makes way for another one gets the place behind that. */
    private val queue = Any()

    /** Runs [task] after those before it; whatever it throws, errors included, arrives as a problem. */
    fun <T> submit(task: () -> T, shown: (Outcome<T>) -> Unit): Unit = synchronized(queue) {
        waiting.incrementAndGet()
        thread.execute {
            waiting.decrementAndGet()
            val outcome = outcomeOf(task)
            main.execute { shown(outcome) }
        }
    }

    /**
     * Runs [task] in its turn, where nobody waits for what it gives. It calls what it is given between its steps: that
     * ends it where another task came meanwhile, and it runs again from the beginning behind that.
     */
    fun <T> behind(task: (makeWay: () -> Unit) -> T, shown: (Outcome<T>) -> Unit): Unit = synchronized(queue) {
        thread.execute {
            try {
                val outcome = outcomeOf { task { if (waiting.get() > 0) throw MadeWay() } }
                main.execute { shown(outcome) }
            } catch (_: MadeWay) {
                behind(task, shown)
            }
        }
    }

    private fun <T> outcomeOf(task: () -> T): Outcome<T> = try {
        Outcome.Done(task())
    } catch (made: MadeWay) {
        throw made
    } catch (@Suppress("TooGenericExceptionCaught") thrown: Throwable) {
        Log.w(TAG, "a task failed", thrown)
        Outcome.Failed(problemOf(thrown))
    }

    private class MadeWay : RuntimeException()

    /** Runs [shown] on the main thread, in the order of the calls. */
    fun show(shown: () -> Unit) = main.execute(shown)
}
