package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.text.handling.Handling
import dev.mobilec.core.text.handling.Piece
import dev.mobilec.core.text.handling.rejoined
import dev.mobilec.core.text.sentence.isSameLanguage
import java.io.Closeable

/** What one translator made of the whole text, and the [milliseconds] that it took. */
public class Leg(public val translation: Translation, public val milliseconds: Double)

/** Translators of which each reads the language that the one before it writes, as one; one alone is itself. */
public class Pivot internal constructor(public val translators: List<Translator>) : Closeable {
    /**
     * A text of any length in the language of each translator in turn, sentence by sentence; the last is what was
     * wanted.
     */
    public fun translate(text: String, handling: Handling = Handling()): List<Leg> =
        pivoted(text, translators.map { it.speaker(handling) })

    override fun close(): Unit = translators.forEach(Translator::close)

    public companion object {
        /** Loads the programs of the engine's format; refuses [bundles] that do not meet. */
        public fun open(bundles: List<Bundle>, engine: Engine, threads: Int): Pivot {
            refuseApart(bundles)
            val open = ArrayList<Translator>()
            try {
                bundles.mapTo(open) { Translator.open(it, engine, threads) }
            } catch (@Suppress("TooGenericExceptionCaught") failure: Throwable) {
                open.forEach(Translator::close)
                throw failure
            }
            return Pivot(open)
        }
    }
}

/** A text through [speakers] that are new, as exporters/text/pivot.py. [clock]: nanoseconds from some moment on. */
internal fun pivoted(text: String, speakers: List<Speaker>, clock: () -> Long = System::nanoTime): List<Leg> {
    val legs = speakers.mapIndexed { at, it -> Saying(it, if (at == 0) it::said else it::whole, clock) }
    val pieces = legs.first().timed { speakers.first().pieces(text) }
    for (piece in pieces) legs.fold(piece.text) { said, leg -> leg.say(said) }
    return legs.map { it.made(pieces) }
}

/** A translator at work. */
private class Saying(private val speaker: Speaker, private val by: (String) -> String, private val clock: () -> Long) {
    /** Of each piece, "" where that has no text. */
    private val said = ArrayList<String>()
    private var nanoseconds = 0L

    fun say(text: String): String = timed { if (text.isEmpty()) "" else by(text) }.also { said += it }

    fun <T> timed(work: () -> T): T {
        val start = clock()
        return work().also { nanoseconds += clock() - start }
    }

    fun made(pieces: List<Piece>) =
        Leg(speaker.spoken(rejoined(pieces, said, speaker.words.targetLanguage)), nanoseconds / NS_IN_MS)
}

private fun refuseApart(bundles: List<Bundle>) {
    for ((one, other) in bundles.zipWithNext()) {
        val (first, second) = one.manifest to other.manifest
        if (isSameLanguage(first.text.targetLanguage, second.text.sourceLanguage)) continue
        throw Refused(
            "the bundle \"${first.name}\" translates into ${first.text.targetLanguage ?: "an unknown language"}, and " +
                "\"${second.name}\" reads ${second.text.sourceLanguage ?: "an unknown one"}; choose two that meet",
        )
    }
}

private const val NS_IN_MS = 1e6
