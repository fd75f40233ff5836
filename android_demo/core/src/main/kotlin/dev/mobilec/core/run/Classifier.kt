package dev.mobilec.core.run

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.CLASSIFICATION
import dev.mobilec.core.manifest.IDS
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.MASK
import dev.mobilec.core.manifest.TYPES
import dev.mobilec.core.text.Encoding
import dev.mobilec.core.text.Room
import dev.mobilec.core.text.Tokenizer
import dev.mobilec.core.text.unicode.isSpace
import java.io.Closeable
import kotlin.math.exp

/** [shares]: of every label, in the order of the manifest; together 1. */
public class Classified(public val label: String, public val shares: List<Pair<String, Double>>)

/**
 * What a classifier reads: texts alone, or where it labels [pairs] each with its pair. [readsTypes]: the program is told
 * of which of both a token is.
 */
public class Reading(public val room: Room, public val pairs: Boolean = false, public val readsTypes: Boolean = false)

/** The program of a bundle that labels texts, or texts and their pairs. */
public class Classifier internal constructor(
    private val program: Program,
    private val tokenizer: Tokenizer,
    private val labels: List<String>,
    private val reading: Reading,
) : Closeable {
    private var ids = Tensor.longs(0)
    private var mask = Tensor.longs(0)
    private var types = Tensor.longs(0)

    /** The label of a text, or of a text and its [pair]; what is too long is cut, as it was for training. */
    public fun classify(text: String, pair: String? = null): Classified {
        refuseOther(text, pair)
        val logits = logits(encode(text, pair))
        refuseNoNumbers(logits)
        val largest = logits.maxOrNull() ?: 0f
        val powers = logits.map { exp((it - largest).toDouble()) }
        val shares = labels.zip(powers.map { it / powers.sum() })
        return Classified(label(logits), shares)
    }

    /** What the program reads of a text, and of its [pair]; special tokens stay where it is cut. */
    public fun encode(text: String, pair: String? = null): Encoding = tokenizer.encode(text, pair, reading.room)

    /** (labels): of ids without padding. */
    public fun logits(encoding: Encoding): FloatArray {
        val size = encoding.ids.size.toLong()
        if (ids.shape.lastOrNull() != size) {
            ids = Tensor.longs(1, size)
            types = Tensor.longs(1, size)
            mask = Tensor.longs(1, size).apply { longs.put(LongArray(encoding.ids.size) { 1 }) }
        }
        ids.longs.put(encoding.ids)
        var inputs = mapOf(IDS to ids, MASK to mask)
        if (reading.readsTypes) {
            types.longs.put(encoding.types)
            inputs = inputs + (TYPES to types)
        }
        val numbers = program.run(METHOD, inputs).getValue(LOGITS).floats
        return FloatArray(labels.size).also { numbers.get(it) }
    }

    /** The label with the largest logit. */
    public fun label(logits: FloatArray): String = labels[logits.indices.maxByOrNull { logits[it] } ?: 0]

    override fun close(): Unit = program.close()

    private fun refuseNoNumbers(logits: FloatArray) {
        if (logits.any { it.isNaN() || it.isInfinite() }) {
            throw Refused(
                "the program answers with logits that are no numbers, and nothing can be chosen by them; export the " +
                    "bundle again",
            )
        }
    }

    private fun refuseOther(text: String, pair: String?) {
        if (text.all(::isSpace) || pair?.all(::isSpace) == true) {
            throw Refused("an empty text has no label; give a sentence")
        }
        if (reading.pairs && pair == null) {
            throw Refused("this model labels a text and its pair, and there is one text; give the other one too")
        }
        if (!reading.pairs && pair != null) throw Refused("this model labels one text at a time, and there are two")
    }

    public companion object {
        private const val METHOD = "forward"

        /** Loads the program of the engine's format. */
        public fun open(bundle: Bundle, engine: Engine, threads: Int): Classifier {
            refuseOtherTask(bundle)
            return of(bundle, loaded(bundle, engine, threads), tokenizerOf(bundle))
        }

        /** With a program that is loaded. */
        public fun of(bundle: Bundle, program: Program, tokenizer: Tokenizer): Classifier {
            refuseOtherTask(bundle)
            val manifest = bundle.manifest
            val room = Room(manifest.limits.longest, manifest.text.keepsEnd)
            val reading = Reading(room, manifest.text.pairs, manifest.files.any { it.readsTypes })
            return Classifier(program, tokenizer, manifest.text.labels, reading)
        }

        private fun refuseOtherTask(bundle: Bundle) {
            val manifest = bundle.manifest
            if (manifest.task != CLASSIFICATION) {
                throw Refused("the bundle \"${manifest.name}\" is of the task ${manifest.task}, and does not classify")
            }
        }
    }
}
