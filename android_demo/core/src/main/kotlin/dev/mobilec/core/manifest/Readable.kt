package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import java.io.File
import java.io.FileInputStream
import java.io.FileNotFoundException

/**
 * Refuses a file that is not there, in the words of [absent], and apart from it one that is there and that this process
 * may not read: on a phone the first is brought, the second is brought to another place.
 */
internal fun refuseUnreadable(file: File, absent: () -> String) {
    try {
        FileInputStream(file).close()
    } catch (reason: FileNotFoundException) {
        throw Refused(if (isShut(reason)) shut(file) else absent(), reason)
    }
}

/** Whether the system has such a file and keeps it from this process; `File.exists` says no in both cases. */
internal fun isShut(reason: FileNotFoundException): Boolean =
    listOf("EACCES", "Permission denied").any { it in reason.message.orEmpty() }

private fun shut(file: File): String =
    "$file is there, and the system does not let this app read it; remove its folder, start the app once so that it " +
        "makes the folder itself, and copy the bundle again"
