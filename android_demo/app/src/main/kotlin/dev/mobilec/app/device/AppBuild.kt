package dev.mobilec.app.device

import android.content.Context
import android.content.pm.ApplicationInfo
import dev.mobilec.core.benchmark.App
import java.io.FileNotFoundException

/** Asks the system for this app's version and how it was built; of which commit, no build tells it. */
fun appBuild(context: Context): App {
    val version = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
    val debug = context.applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0
    return App(context.packageName, version, commit = "", buildType = if (debug) "debug" else "release")
}

/** The text of an asset that not every build has. */
fun asset(context: Context, name: String): String? = try {
    context.assets.open(name).bufferedReader().use { it.readText() }
} catch (_: FileNotFoundException) {
    null
}
