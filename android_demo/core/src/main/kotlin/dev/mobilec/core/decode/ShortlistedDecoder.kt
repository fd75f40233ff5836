package dev.mobilec.core.decode

import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.HIDDEN
import dev.mobilec.core.manifest.ProgramFile
import dev.mobilec.core.manifest.ShortlistEntry
import dev.mobilec.core.manifest.States
import dev.mobilec.core.text.WordLists

/**
 * A translator that may say only the words that a shortlist allows for its source: logits of all others are -infinity.
 * [output]: of some words, where [model] answers with what the output layer is given; null where it answers with the
 * logits of all.
 */
public class ShortlistedDecoder internal constructor(
    private val model: StepModel,
    private val lists: WordLists,
    private val output: OutputRows?,
) : StepModel by model {
    /** Words that every sentence may have, whatever its shortlist says, as names that are to stay. */
    public var more: IntArray = IntArray(0)
    private var words = IntArray(0)
    private var logits: Array<FloatArray> = emptyArray()

    /** See [StepModel.encode]. Padding has no words. */
    override fun encode(ids: LongArray, mask: LongArray?) {
        model.encode(ids, mask)
        val read = if (mask == null) ids else ids.filterIndexed { at, _ -> mask[at] != 0L }.toLongArray()
        words = lists.allowed(read, more)
        output?.read(words)
    }

    override fun step(tokens: IntArray, position: Int): Array<FloatArray> {
        val found = model.step(tokens, position)
        if (output == null) {
            found.forEach(::leaveOut)
            return found
        }
        if (logits.size != found.size) logits = Array(found.size) { FloatArray(lists.targetWords) }
        for ((row, hidden) in logits.zip(found)) {
            // All of it: a search may have written anywhere.
            row.fill(Float.NEGATIVE_INFINITY)
            output.score(hidden, row)
        }
        return logits
    }

    /** Everything between two words. */
    private fun leaveOut(row: FloatArray) {
        var begin = 0
        for (word in words) {
            row.fill(Float.NEGATIVE_INFINITY, begin, word)
            begin = word + 1
        }
        row.fill(Float.NEGATIVE_INFINITY, begin, row.size)
    }
}

/** [program] searched by [lists]: by the methods that [entry] names where [file] has them, else by [model]'s logits. */
internal fun shortlisted(
    program: Program,
    file: ProgramFile,
    states: States,
    entry: ShortlistEntry,
    lists: WordLists,
    model: () -> StepModel,
): ShortlistedDecoder {
    if (!entry.goesAround(file)) return ShortlistedDecoder(model(), lists, null)
    val rows = OutputRows(program, file.methods.first { it.name == entry.rows })
    return ShortlistedDecoder(CachedDecoder(program, states, entry.method, HIDDEN), lists, rows)
}
