package dev.mobilec.core.manifest

/** A state by the names of the tensors that bring it in and out; its shape is the input's. */
public data class StateEntry(val name: String, val new: String, val update: Update)

/**
 * Which words a sentence may become, by its source words: [path] of the file, as
 * [dev.mobilec.core.text.WordLists] reads it. A program that has the methods [method], which takes what "decode"
 * takes and returns what its output layer would be given, and [rows], which has rows of that layer, is called by
 * them; of another the logits of all other words are left out.
 */
public data class ShortlistEntry(val path: String, val method: String, val rows: String) {
    /** Whether [file] has both methods. */
    internal fun goesAround(file: ProgramFile): Boolean =
        file.methods.map(MethodEntry::name).containsAll(listOf(method, rows))
}

/**
 * How a translation is searched for, and what the caller keeps between two steps. A file that has
 * states keeps them itself. [shortlist]: null where every word may come.
 */
public data class Decoding(
    val settings: GenerationSettings,
    val hypotheses: Int,
    val capacity: Int,
    val source: List<String>,
    val states: List<StateEntry>,
    val shortlist: ShortlistEntry? = null,
) {
    /** The method of [file] that a search calls for each token. */
    internal fun step(file: ProgramFile): String = shortlist?.takeIf { it.goesAround(file) }?.method ?: DECODE

    /** Methods of [file] that a search leaves to checks that force tokens. */
    internal fun later(file: ProgramFile): Set<String> = if (step(file) == DECODE) emptySet() else setOf(DECODE)
}
