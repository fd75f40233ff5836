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
import dev.mobilec.core.text.Tokenizer
import dev.mobilec.core.text.unicode.isSpace
import java.io.Closeable
import kotlin.math.exp

/** [shares]: of every label, in the order of the manifest; together 1. */
class Classified(val label: String, val shares: List<Pair<String, Double>>)

/** The program of a bundle that labels texts. */
class Classifier internal constructor(
    private val program: Program,
    private val tokenizer: Tokenizer,
    private val labels: List<String>,
    private val longest: Int,
) : Closeable {
    private var ids = Tensor.longs(0)
    private var mask = Tensor.longs(0)

    /** The label of a text; one that is too long is cut, as it was for training. */
    fun classify(text: String): Classified {
        if (text.all(::isSpace)) throw Refused("an empty text has no label; give a sentence")
        val logits = logits(ids(text))
        val largest = logits.maxOrNull() ?: 0f
        val powers = logits.map { exp((it - largest).toDouble()) }
        val shares = labels.zip(powers.map { it / powers.sum() })
        return Classified(label(logits), shares)
    }

    /**
     * The ids of a text, at most [longest]: what is too much goes from the end of the text, and the
     * special tokens behind it stay.
     */
    fun ids(text: String): LongArray {
        val found = tokenizer.encode(text)
        if (found.size <= longest) return found
        val empty = tokenizer.encode("")
        val behind = empty.indices.reversed().zip(found.indices.reversed())
            .takeWhile { (one, other) -> empty[one] == found[other] }.size
        return found.copyOf(longest - behind) + found.copyOfRange(found.size - behind, found.size)
    }

    /** (labels): of ids without padding. */
    fun logits(ids: LongArray): FloatArray {
        if (this.ids.shape.lastOrNull() != ids.size.toLong()) {
            this.ids = Tensor.longs(1, ids.size.toLong())
            mask = Tensor.longs(1, ids.size.toLong()).apply { longs.put(LongArray(ids.size) { 1 }) }
        }
        this.ids.longs.put(ids)
        val numbers = program.run(METHOD, mapOf(IDS to this.ids, MASK to mask)).getValue(LOGITS).floats
        return FloatArray(labels.size).also { numbers.get(it) }
    }

    /** The label with the largest logit. */
    fun label(logits: FloatArray): String = labels[logits.indices.maxByOrNull { logits[it] } ?: 0]

    override fun close() = program.close()

    companion object {
        private const val METHOD = "forward"

        /** Loads the program of the engine's format. */
        fun open(bundle: Bundle, engine: Engine, threads: Int): Classifier {
            refuseOther(bundle)
            return of(bundle, loaded(bundle, engine, threads), tokenizerOf(bundle))
        }

        /** With a program that is loaded. */
        fun of(bundle: Bundle, program: Program, tokenizer: Tokenizer): Classifier {
            refuseOther(bundle)
            return Classifier(program, tokenizer, bundle.manifest.text.labels, bundle.manifest.limits.longest)
        }

        private fun refuseOther(bundle: Bundle) {
            val manifest = bundle.manifest
            if (manifest.task != CLASSIFICATION) {
                throw Refused("the bundle \"${manifest.name}\" is of the task ${manifest.task}, and does not classify")
            }
        }
    }
}
