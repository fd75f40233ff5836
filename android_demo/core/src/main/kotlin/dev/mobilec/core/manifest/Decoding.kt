package dev.mobilec.core.manifest

import dev.mobilec.core.decode.GenerationSettings
import dev.mobilec.core.decode.Layout

/** How a translation is searched for, and what the caller keeps between two steps. */
data class Decoding(val settings: GenerationSettings, val layout: Layout)
