package dev.mobilec.core.manifest

import java.io.File

/**
 * What the files of a bundle were when they were checked, so that they are not read again as long as they are that:
 * bytes, time and path of each. For folders that nobody else writes into: it does not see a change that keeps both.
 */
internal class Stamp(private val file: File) {
    fun isOf(folder: File): Boolean = file.isFile && file.readText() == stampOf(folder)

    /** Kept whole or not at all; without one the bundle is only checked again. */
    fun keep(folder: File) {
        val part = File("${file.path}.part")
        part.writeText(stampOf(folder))
        if (!part.renameTo(file)) part.delete()
    }

    private fun stampOf(folder: File): String = folder.walkTopDown().filter(File::isFile)
        .map { "${it.length()} ${it.lastModified()} ${it.relativeTo(folder).invariantSeparatorsPath}" }
        .sorted().joinToString("\n")
}
