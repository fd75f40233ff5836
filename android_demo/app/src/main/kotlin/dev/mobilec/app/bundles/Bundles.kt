package dev.mobilec.app.bundles

import android.content.Context
import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.Bundle
import dev.mobilec.core.manifest.Manifest
import dev.mobilec.core.manifest.readManifest
import java.io.File

/** The bundles inside the app and those that were pushed beside it. Called on the worker's thread. */
class Bundles(private val context: Context) {
    private val copy = AssetCopy(context)

    /** Null where the phone has no external files, which an unmounted card can cause. */
    private val pushed: File?
        get() = context.getExternalFilesDir(null)?.let { File(it, BUNDLES) }

    /** Every bundle with its manifest, or with why that cannot be read. */
    fun found(): List<Found> {
        val inside = copy.names().map { name -> found(Origin.ASSETS, name) { copy.manifest(name) } }
        val beside = pushed?.listFiles().orEmpty().filter(File::isDirectory).sortedBy(File::getName)
            .map { folder -> found(Origin.PUSHED, folder.name) { readManifest(folder) } }
        return inside + beside
    }

    /** The model card of a bundle, null where it came without one. */
    fun card(found: Found): String? {
        val path = found.manifest?.texts?.firstOrNull { it.role == "card" }?.path ?: return null
        return when (found.origin) {
            Origin.ASSETS -> copy.text(found.folder, path)
            Origin.PUSHED -> File(pushed, "${found.folder}/$path").readText()
        }
    }

    /** Opens a bundle, its files checked. */
    fun open(found: Found): Bundle = when (found.origin) {
        Origin.ASSETS -> copy.open(found.folder)
        Origin.PUSHED -> Bundle.open(File(pushed, found.folder))
    }

    /** The bundle that a caller named: one of the app, a pushed one, or the whole path of one. */
    fun named(name: String): Found {
        if (name.startsWith("/")) return beside(name)
        val all = found()
        // Where the app has one of this name too, the one that was pushed is meant.
        return all.lastOrNull { it.folder == name } ?: throw Refused(
            "no bundle \"$name\" is in this app or in $pushed; there are ${all.map(Found::folder).distinct()}",
        )
    }

    /** A folder by its whole path. The storage has several names, so what counts is the part inside the app's files. */
    private fun beside(path: String): Found {
        val root = pushed ?: throw Refused("this device has no external files now; is its card in?")
        val inside = path.substringAfterLast("/Android/data/${context.packageName}/files/$BUNDLES/", "")
        val folder = File(root, inside)
        if (inside.isEmpty() || !folder.canonicalFile.startsWith(root.canonicalFile)) {
            throw Refused("the bundle $path is not inside $root; push it there, where the app may read it")
        }
        return found(Origin.PUSHED, inside) { readManifest(folder) }
    }

    private fun found(origin: Origin, folder: String, manifest: () -> Manifest): Found = try {
        Found(origin, folder, manifest(), null)
    } catch (refused: Refused) {
        Found(origin, folder, null, refused.message)
    }
}
