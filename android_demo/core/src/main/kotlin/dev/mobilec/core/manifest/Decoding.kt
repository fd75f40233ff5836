package dev.mobilec.core.manifest


/** How a translation is searched for, and what the caller keeps between two steps. */
public data class Decoding(val settings: GenerationSettings, val layout: Layout)
