package dev.mobilec.app.bundles

import android.content.Context
import android.content.res.AssetManager
import android.util.Log
import dev.mobilec.app.R
import dev.mobilec.app.work.TAG
import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.MANIFEST
import dev.mobilec.core.manifest.digest
import dev.mobilec.core.manifest.readManifest
import java.io.File
import java.io.FileNotFoundException

/** The folder of the assets that holds bundles. */
const val BUNDLES = "bundles"

/**
 * Bundles copied out of the app, once for each manifest: a copy lies in a folder named by the
 * sha256 of its manifest, and is renamed to it when every file is there and checked.
 */
class AssetCopy(
    private val context: Context,
    private val freeBytes: (File) -> Long = File::getUsableSpace,
) {
    private val assets: AssetManager = context.assets
    private val copies = File(context.noBackupFilesDir, BUNDLES)

    /** The names of the bundles in the app. */
    fun names(): List<String> = children(BUNDLES).sorted()

    /** The manifest alone, copied where it can be read before the rest is. */
    fun manifest(name: String) = readManifest(manifestFolder(name))

    /** A text file of a bundle. */
    fun text(name: String, path: String): String =
        assets.open("$BUNDLES/$name/$path").bufferedReader().use { it.readText() }

    /** The bundle, from the copy that is there or from a new one. */
    fun open(name: String): Bundle {
        val folder = place(name)
        if (folder.isDirectory) {
            try {
                return Bundle.open(folder, stamp(folder))
            } catch (damaged: Refused) {
                Log.w(TAG, "the copy of $name is damaged and made again", damaged)
                folder.deleteRecursively()
            }
        }
        return copy(name, folder)
    }

    private fun copy(name: String, folder: File): Bundle {
        val parts = File(copies, "$name.part")
        removeOlder(name)
        refuseFull(name)
        try {
            copyTree("$BUNDLES/$name", parts)
            return Bundle.open(parts, stamp(folder)).moved(folder)
        } finally {
            parts.deleteRecursively()
        }
    }

    /** Beside the copy, which nobody but this app writes into. */
    private fun stamp(folder: File) = File("${folder.path}$STAMP")

    /** Copies of earlier versions of the app, and what a killed copy left. */
    private fun removeOlder(name: String) {
        copies.listFiles().orEmpty()
            .filter { it.name.substringBeforeLast('-') == name || it.name.startsWith("$name.part") }
            .forEach { it.deleteRecursively() }
    }

    private fun refuseFull(name: String) {
        val needed = manifest(name).listed.sumOf { it.sizeBytes }
        val free = freeBytes(copies.apply { mkdirs() })
        if (free < needed + SPARE_BYTES) {
            throw Refused(context.getString(R.string.space, name, (needed + SPARE_BYTES) / MB, free / MB))
        }
    }

    private fun place(name: String): File {
        val hash = digest(File(manifestFolder(name), MANIFEST)).sha256
        return File(copies, "$name-${hash.take(DIGITS)}")
    }

    private fun manifestFolder(name: String): File {
        val folder = File(context.cacheDir, "manifests/$name")
        try {
            copyFile("$BUNDLES/$name/$MANIFEST", File(folder, MANIFEST))
        } catch (_: FileNotFoundException) {
            throw Refused("the bundle \"$name\" in this app has no $MANIFEST; put it in with \"mobilec bundle\"")
        }
        return folder
    }

    private fun copyTree(asset: String, to: File) {
        val inside = children(asset)
        if (inside.isEmpty()) copyFile(asset, to) else inside.forEach { copyTree("$asset/$it", File(to, it)) }
    }

    /** What is directly inside a folder; some readers of APKs also list what is deeper. */
    private fun children(asset: String): List<String> =
        assets.list(asset).orEmpty().map { it.substringBefore('/') }.distinct()

    private fun copyFile(asset: String, to: File) {
        assets.open(asset, AssetManager.ACCESS_STREAMING).use { from ->
            to.parentFile?.mkdirs()
            to.outputStream().use { from.copyTo(it, CHUNK_BYTES) }
        }
    }

    private companion object {
        const val DIGITS = 16
        const val STAMP = ".checked"
        const val CHUNK_BYTES = 1 shl 18
        const val MB = 1_000_000L

        /** What is left to the phone beside the copy. */
        const val SPARE_BYTES = 20 * MB
    }
}
