package dev.mobilec.app.benchmark

import android.content.Context
import dev.mobilec.app.bundles.BUNDLES
import dev.mobilec.app.bundles.sharedFolders
import dev.mobilec.core.Refused
import java.io.File
import java.io.IOException

/** Where runs are written: a folder that adb can read too, or one of the app's own where there is none. */
fun runsFolder(context: Context): File =
    sharedHome(context)?.let { File(it, RUNS) } ?: File(context.filesDir, RUNS).apply { mkdirs() }

/** Every folder that a run may have been written into. */
fun runsFolders(context: Context): List<File> = (shared(context) + context.filesDir).map { File(it, RUNS) }

/**
 * Makes the folder where this app and adb meet, with a file of the name and content [token] among the runs: who can
 * read that can read results. Refused where no folder takes it.
 */
fun getReady(context: Context, token: String): File {
    val home = sharedHome(context) ?: throw Refused(
        "no folder that adb reaches takes a file, of ${shared(context)}; is the storage full, or its card away?",
    )
    File(home, BUNDLES).mkdirs()
    // Programs are no media: the system need not look through them.
    File(home, ".nomedia").createNewFile()
    File(home, "$RUNS/$token").writeText(token)
    return home
}

/** The first shared folder that takes a run: tried, as a phone may name one that it does not let be written. */
private fun sharedHome(context: Context): File? = shared(context).firstOrNull { takesFile(File(it, RUNS)) }

private fun shared(context: Context): List<File> = sharedFolders(context).map { it.folder }

internal fun takesFile(folder: File): Boolean = try {
    folder.mkdirs()
    File.createTempFile("try", null, folder).delete()
} catch (_: IOException) {
    false
}

private const val RUNS = "runs"
