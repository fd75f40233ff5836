package dev.mobilec.app.device

import android.content.Context
import android.content.pm.ApplicationInfo
import dev.mobilec.core.benchmark.App
import java.io.FileNotFoundException

/** Asks the system for the version of this app, and the app for how it was built. */
fun appBuild(context: Context): App {
    val version = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty()
    val debug = context.applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0
    val commit = asset(context, COMMIT)?.trim().orEmpty()
    return App(context.packageName, version, commit, if (debug) "debug" else "release")
}

/** The text of an asset that not every build has. */
fun asset(context: Context, name: String): String? = try {
    context.assets.open(name).bufferedReader().use { it.readText() }
} catch (_: FileNotFoundException) {
    null
}

/** Written by who builds the app from a clone. */
private const val COMMIT = "commit.txt"
