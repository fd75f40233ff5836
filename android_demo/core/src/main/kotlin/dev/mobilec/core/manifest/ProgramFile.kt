package dev.mobilec.core.manifest

import dev.mobilec.core.Refused

/** A size of a tensor: fixed where [minimum] and [maximum] are one number, both included. */
public data class Size(val name: String?, val minimum: Long, val maximum: Long)

/** An input or output of a method. */
public data class TensorEntry(val name: String, val dtype: String, val shape: List<Size>)

/** An entry point of a file. [arenaBytes]: planned memory for activations, where it is known. */
public data class MethodEntry(
    val name: String,
    val inputs: List<TensorEntry>,
    val outputs: List<TensorEntry>,
    val arenaBytes: Long?,
    val states: List<TensorEntry>,
)

/** Constants that stand in a file once more on purpose. */
public data class Again(val name: String, val sizeBytes: Long, val reason: String)

/** An input that takes rows of a table: float32, of the shape of the ids and the table's width. */
public data class RowsInput(val method: String, val name: String)

/**
 * A table whose rows the caller looks up. Row i is [width] numbers of [dtype] at the byte [offset]
 * + i * width * size of a number; int8 rows are multiplied by the float32 at [scalesOffset] + 4 i.
 *
 * Where several tables go into one input, row i is that of the word [first] + i, and its numbers
 * go to [column] and on of what is handed in; a word has zeros in the columns of the other tables.
 */
public data class RowTable(
    val name: String,
    val offset: Long,
    val rows: Int,
    val width: Int,
    val dtype: String,
    val scalesOffset: Long?,
    val inputs: List<RowsInput>,
    val first: Int = 0,
    val column: Int = 0,
)

/** A file of the bundle. [path] is relative to the manifest. */
public interface ListedFile {
    public val path: String
    public val sizeBytes: Long
    public val sha256: String
}

/** A program. The [sha256] of a folder is over its files; see [digest]. */
public data class ProgramFile(
    override val path: String,
    val format: String,
    val runtime: String,
    val runtimeVersion: String,
    val precision: String,
    override val sizeBytes: Long,
    override val sha256: String,
    val methods: List<MethodEntry>,
    val storedBytes: Map<String, Long>,
    val int8Bytes: Long,
    val idealBytes: Long,
    val rowTables: List<RowTable>,
    val again: List<Again>,
) : ListedFile {
    /** Whether a method has token types among its inputs. */
    val readsTypes: Boolean
        get() = methods.any { method -> method.inputs.any { it.name == TYPES } }

    /** How many words a step scores. */
    internal fun targetWords(): Int {
        val outputs = methods.filter { it.name.substringBefore('_') == DECODE }.flatMap { it.outputs }
        val size = outputs.firstOrNull { it.name == LOGITS && it.shape.isNotEmpty() }?.shape?.last()
        if (size == null || size.minimum != size.maximum) {
            throw Refused("$path has no step with logits of words; export the bundle again")
        }
        return Math.toIntExact(size.maximum)
    }
}

/** Another file. [role]: tokenizer, shortlist, golden or card. */
public data class TextFile(
    override val path: String,
    val role: String,
    override val sizeBytes: Long,
    override val sha256: String,
) : ListedFile
