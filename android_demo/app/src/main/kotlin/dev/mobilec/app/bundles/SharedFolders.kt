package dev.mobilec.app.bundles

import android.content.Context
import android.os.Build
import java.io.File

/** A folder of this app on the shared storage; [place]: its path there, which is the same under all its names. */
data class SharedFolder(val folder: File, val place: String)

/**
 * The folders of this app that a computer's adb may reach too, the best first; none where the storage is away.
 *
 * From Android 10 on that is the media folder: Android 11 keeps Android/data from adb's shell, and on later versions
 * an app may not be let read what the shell makes there. androidx.benchmark chooses alike
 * (Outputs.dirUsableByAppAndShell).
 */
fun sharedFolders(context: Context): List<SharedFolder> {
    val name = context.packageName
    @Suppress("DEPRECATION") // Nothing else names a folder that is this app's and adb's, and the system still makes it.
    val media = context.externalMediaDirs.firstOrNull()?.let { SharedFolder(it, "Android/media/$name") }
    val files = context.getExternalFilesDir(null)?.let { SharedFolder(it, "Android/data/$name/files") }
    val known = listOfNotNull(media, files)
    return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) known else known.reversed()
}
