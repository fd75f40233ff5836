package dev.mobilec.app.ask

import dev.mobilec.app.bundles.Bundles
import dev.mobilec.app.engines.Offer
import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.manifest.Bundle
import java.io.Closeable

/** The bundles of a subject with what runs them. */
class Opened<R : Closeable>(val bundles: List<Bundle>, val runner: R)

/**
 * What is loaded: one runner at a time, as models that are not asked take room that a small phone has not. Touched on
 * the worker's thread only.
 */
class Session(private val bundles: Bundles) {
    private data class Key(val subject: String, val engine: String, val kind: String)

    /** True until this process opens a bundle for the first time. */
    var neverUsed = true

    /** Whether a program is in memory. */
    val isLoaded: Boolean
        get() = opened != null

    private var key: Key? = null
    @Volatile private var opened: Opened<*>? = null

    /** The runner of [kind] for a subject and an engine: the one that is loaded, or a new one in its place. */
    fun <R : Closeable> opened(
        subject: Subject, offer: Offer, kind: String, load: (List<Bundle>, Engine) -> R,
    ): Opened<R> {
        val wanted = Key(subject.id, offer.name, kind)
        if (wanted != key) {
            close()
            val engine = offer.engine ?: throw Refused(offer.why ?: "${offer.title} cannot be used here")
            neverUsed = false
            val open = subject.legs.map(bundles::open)
            opened = Opened(open, load(open, engine))
            key = wanted
        }
        @Suppress("UNCHECKED_CAST")
        return opened as Opened<R>
    }

    /** The runner of [kind] for a subject and an engine where it is the one that is loaded. */
    fun <R : Closeable> present(subject: Subject, offer: Offer, kind: String): Opened<R>? {
        @Suppress("UNCHECKED_CAST")
        return (opened as Opened<R>?).takeIf { key == Key(subject.id, offer.name, kind) }
    }

    /** Frees what is loaded: before a measurement, which wants the memory for itself. */
    fun close() {
        key = null
        opened?.runner?.close()
        opened = null
    }
}
