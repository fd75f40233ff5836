package dev.mobilec.app.bundles

import dev.mobilec.core.manifest.Manifest
import java.io.File

/** Where the files of a bundle are. */
enum class Origin {
    /** Inside the app; copied out before it is opened, as runtimes map files of a file system. */
    ASSETS,

    /** In a folder that this app shares with adb, which puts it there; opened in place. */
    PUSHED,
}

/**
 * A bundle that was found by its manifest; its files are not checked yet. [problem] stands in place
 * of the [manifest] where that cannot be read. [at]: where a pushed one lies.
 */
data class Found(
    val origin: Origin,
    val folder: String,
    val manifest: Manifest?,
    val problem: String?,
    val at: File? = null,
) {
    /** Tells bundles apart that have one folder name in two places. */
    val id: String
        get() = "${origin.name.lowercase()}:$folder"

    /** What a person reads; a pushed one is told from that of the app by its folder. */
    val title: String
        get() = when (origin) {
            Origin.ASSETS -> manifest?.name ?: folder
            Origin.PUSHED -> "${manifest?.name ?: folder} ($folder)"
        }
}
