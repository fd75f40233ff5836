package dev.mobilec.app.work

/** The one immutable state of a screen. Read and changed on the main thread only. */
class Held<S : Any>(first: S) {
    var state: S = first
        private set

    private val watchers = LinkedHashSet<(S) -> Unit>()

    /** Makes the next state of the present one, and shows it to all who watch. */
    fun change(next: (S) -> S) {
        state = next(state)
        watchers.toList().forEach { it(state) }
    }

    /** Shows the present state and every later one to [watcher], until what is returned is called. */
    fun watch(watcher: (S) -> Unit): () -> Unit {
        watchers += watcher
        watcher(state)
        return { watchers -= watcher }
    }
}
