package dev.mobilec.core.manifest

/** A state by the names of the tensors that bring it in and out; its shape is the input's. */
public data class StateEntry(val name: String, val new: String, val update: Update)

/**
 * How a translation is searched for, and what the caller keeps between two steps. A file that has
 * states keeps them itself.
 */
public data class Decoding(
    val settings: GenerationSettings,
    val hypotheses: Int,
    val capacity: Int,
    val source: List<String>,
    val states: List<StateEntry>,
)
