package dev.mobilec.core.manifest

import dev.mobilec.core.Refused

public const val IDS: String = "input_ids"
public const val MASK: String = "attention_mask"
public const val TYPES: String = "token_type_ids"
public const val TOKEN: String = "token"
public const val POSITION: String = "position"
public const val LOGITS: String = "logits"
public const val HIDDEN: String = "hidden"
public const val WORDS: String = "words"
public const val OUTPUT_ROWS: String = "output_rows"
public const val OUTPUT_BIAS: String = "output_bias"

/** Names of methods. */
public const val ENCODE: String = "encode"
public const val DECODE: String = "decode"

/** The rules by which a state is updated: one position of it is written, or all of it. */
public enum class Update { APPEND, REPLACE }

/**
 * An input of a step that holds what the steps before it left there: zero before the first.
 *
 * [shape]: the rows of one hypothesis lie together along the first axis, and are moved in one piece.
 * [new] is the output that brings what follows: by [Update.APPEND] one position (rows, 1, ...) of a
 * state (rows, capacity, ...), written at the step's; by [Update.REPLACE] all of it.
 */
public data class State(val name: String, val new: String, val shape: List<Int>, val update: Update)

/**
 * All that a decoder remembers.
 *
 * [capacity]: how many tokens a hypothesis may have behind it. [hypotheses]: how many one step
 * extends. [source]: what "encode" returns and every step takes; it is the same for all hypotheses.
 */
public data class States(
    val hypotheses: Int,
    val capacity: Int,
    val source: List<String>,
    val kept: List<State>,
)

/** What the decoder of a file remembers, with the shapes that it has there. */
internal fun statesIn(file: ProgramFile, decoding: Decoding): States {
    val shapes = file.methods.filter { it.name.substringBefore('_') == DECODE }
        .flatMap { it.inputs + it.states }.associate { it.name to it.shape }
    val kept = decoding.states.map { state ->
        val sizes = shapes[state.name].orEmpty()
        if (!decoding.fits(state, sizes)) {
            throw Refused(
                "${file.path} should keep ${state.name} for ${decoding.hypotheses} hypotheses of " +
                    "${decoding.capacity} tokens, and its decode takes it as ${sizes.map { it.maximum }}; " +
                    "export the bundle again",
            )
        }
        State(state.name, state.new, sizes.map { Math.toIntExact(it.maximum) }, state.update)
    }
    return States(decoding.hypotheses, decoding.capacity, decoding.source, kept)
}

/** Rows for every hypothesis, and of what is appended a place for every token. */
private fun Decoding.fits(state: StateEntry, sizes: List<Size>): Boolean =
    hypotheses > 0 && sizes.size > 1 && sizes.all { it.minimum == it.maximum && it.minimum > 0 } &&
        sizes[0].minimum % hypotheses == 0L && (state.update == Update.REPLACE || sizes[1].minimum >= capacity)
