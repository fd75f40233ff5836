package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import java.io.File
import java.io.IOException

/** A folder that holds what its manifest lists, checked. */
public class Bundle private constructor(public val folder: File, public val manifest: Manifest) {
    /** The goldens of a classifier or a translator. */
    public val golden: Golden by lazy { readGolden(text("golden")) }

    /** What tells this export from every other. */
    public val manifestSha256: String by lazy { digest(File(folder, MANIFEST)).sha256 }

    /** The program of a format. */
    public fun path(file: ProgramFile): File = File(folder, file.path)

    /** The text of tokenizer.json, or of the target's own where there is one. */
    public fun tokenizer(): String = File(folder, manifest.text.tokenizer).readText()

    public fun targetTokenizer(): String? = manifest.text.targetTokenizer?.let { File(folder, it).readText() }

    /** The same, checked as it is, in the folder that its own is renamed to. */
    public fun moved(to: File): Bundle {
        if (!folder.renameTo(to)) throw IOException("$folder cannot be renamed to $to")
        return Bundle(to, manifest)
    }

    private fun text(role: String): File = manifest.texts.firstOrNull { it.role == role }?.let { File(folder, it.path) }
        ?: throw Refused("${folder.name} lists no $role file, so nothing can be checked; export it again")

    public companion object {
        /**
         * Refuses a bundle with a file that is missing, differs, or lies outside its folder. With a [stamp], which is a
         * file beside it, what was checked before and has its size and time is not read again.
         */
        public fun open(folder: File, stamp: File? = null): Bundle {
            val known = stamp?.let(::Stamp)
            val manifest = readManifest(folder)
            refuseContradictions(manifest, File(folder, MANIFEST).path)
            refuseOutside(folder, File(folder, MANIFEST))
            refuseUnlisted(manifest, folder)
            if (known?.isOf(folder) != true) {
                manifest.listed.forEach { refuseChanged(folder, it) }
                known?.keep(folder)
            }
            return Bundle(folder, manifest)
        }
    }
}

private fun refuseUnlisted(manifest: Manifest, folder: File) {
    val path = manifest.decoding?.shortlist?.path ?: return
    val listed = manifest.texts.filter { it.role == SHORTLIST }.map(TextFile::path)
    if (path !in listed) {
        throw Refused(
            "$folder searches by the shortlist \"$path\", and lists ${listed.ifEmpty { "none" }} among its files; " +
                "export the bundle again",
        )
    }
}

/** The role of its file. */
private const val SHORTLIST = "shortlist"

private fun refuseOutside(folder: File, path: File) {
    if (!path.canonicalFile.startsWith(folder.canonicalFile)) {
        throw Refused("$path is a link that leaves the bundle; nothing was opened")
    }
}

private fun refuseChanged(folder: File, file: ListedFile) {
    val path = File(folder, file.path)
    if (!path.isDirectory) {
        refuseUnreadable(path) { "$path is missing, though the manifest lists it; copy the bundle again" }
    }
    path.walkTopDown().forEach { refuseOutside(folder, it) }
    val found = digest(path)
    if (found.sizeBytes != file.sizeBytes) {
        throw Refused("$path has ${found.sizeBytes} bytes; the manifest says ${file.sizeBytes}. Copy the bundle again")
    }
    if (found.sha256 != file.sha256) {
        throw Refused("$path has the sha256 ${found.sha256}; the manifest says ${file.sha256}. Copy the bundle again")
    }
}
