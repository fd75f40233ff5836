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

    /** Where adb puts bundles, the best first; none where the shared storage is away. */
    private val shared: List<File>
        get() = sharedFolders(context).map { File(it.folder, BUNDLES) }

    /** Every bundle with its manifest, or with why that cannot be read. */
    fun found(): List<Found> {
        val inside = copy.names().map { name -> found(Origin.ASSETS, name) { copy.manifest(name) } }
        val beside = shared.flatMap { it.listFiles().orEmpty().filter(File::isDirectory).sortedBy(File::getName) }
            .distinctBy(File::getName)
            .map { folder -> found(Origin.PUSHED, folder.name, folder) { readManifest(folder) } }
        return inside + beside
    }

    /** The model card of a bundle, null where it came without one. */
    fun card(found: Found): String? {
        val path = found.manifest?.texts?.firstOrNull { it.role == "card" }?.path ?: return null
        return when (found.origin) {
            Origin.ASSETS -> copy.text(found.folder, path)
            Origin.PUSHED -> File(found.at, path).readText()
        }
    }

    /** Opens a bundle, its files checked. */
    fun open(found: Found): Bundle = when (found.origin) {
        Origin.ASSETS -> copy.open(found.folder)
        Origin.PUSHED -> Bundle.open(checkNotNull(found.at) { "a pushed bundle has its place" })
    }

    /** The bundle that a caller named: one of the app, a pushed one, or the whole path of one. */
    fun named(name: String): Found {
        if (name.startsWith("/")) return beside(name)
        val all = found()
        // Where the app has one of this name too, the one that was pushed is meant.
        return all.lastOrNull { it.folder == name } ?: throw Refused(
            "no bundle \"$name\" is in this app or in $shared; there are ${all.map(Found::folder).distinct()}",
        )
    }

    /** A folder by its whole path. The storage has several names, so what counts is the part inside the app's own. */
    private fun beside(path: String): Found {
        val places = sharedFolders(context)
        if (places.isEmpty()) throw Refused("this device has no shared storage now; is its card in?")
        val (root, name) = places.firstNotNullOfOrNull { (folder, place) ->
            val root = File(folder, BUNDLES)
            val inside = path.substringAfterLast("/$place/$BUNDLES/", "")
            (root to inside).takeIf { inside.isNotEmpty() && isInside(File(root, inside), root) }
        } ?: throw Refused("the bundle $path is not inside ${shared.joinToString(" or ")}; push it there")
        return File(root, name).let { found(Origin.PUSHED, name, it) { readManifest(it) } }
    }

    private fun isInside(folder: File, root: File) = folder.canonicalFile.startsWith(root.canonicalFile)

    private fun found(origin: Origin, folder: String, at: File? = null, manifest: () -> Manifest): Found = try {
        Found(origin, folder, manifest(), null, at)
    } catch (refused: Refused) {
        Found(origin, folder, null, refused.message, at)
    }
}
