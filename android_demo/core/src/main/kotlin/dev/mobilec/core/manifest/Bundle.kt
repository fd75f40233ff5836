package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import java.io.File

/** The two tasks that a bundle can have. */
const val CLASSIFICATION = "text-classification"
const val TRANSLATION = "translation"

/** A folder that holds what its manifest lists, checked. */
class Bundle private constructor(val folder: File, val manifest: Manifest) {
    /** The goldens of a classifier or a translator. */
    val golden: Golden by lazy { readGolden(text("golden")) }

    /** The program of a format. */
    fun path(file: ProgramFile): File = File(folder, file.path)

    /** The text of tokenizer.json, or of the target's own where there is one. */
    fun tokenizer(): String = File(folder, manifest.text.tokenizer).readText()

    fun targetTokenizer(): String? = manifest.text.targetTokenizer?.let { File(folder, it).readText() }

    private fun text(role: String): File = manifest.texts.firstOrNull { it.role == role }?.let { File(folder, it.path) }
        ?: throw Refused("${folder.name} lists no $role file, so nothing can be checked; export it again")

    companion object {
        /** Refuses a bundle with a file that is missing, differs, or lies outside its folder. */
        fun open(folder: File): Bundle {
            val manifest = readManifest(folder)
            val named = listOfNotNull(manifest.text.tokenizer, manifest.text.targetTokenizer)
            val unlisted = named - manifest.texts.map(TextFile::path).toSet()
            if (unlisted.isNotEmpty()) {
                throw Refused("$folder reads its text with $unlisted, which its manifest does not list")
            }
            manifest.listed.forEach { refuseChanged(folder, it) }
            return Bundle(folder, manifest)
        }
    }
}

private fun refuseChanged(folder: File, file: ListedFile) {
    val path = File(folder, file.path)
    if (!path.exists()) throw Refused("$path is missing, though the manifest lists it; copy the bundle again")
    if (!path.canonicalFile.startsWith(folder.canonicalFile)) {
        throw Refused("$path is a link that leaves the bundle; nothing was opened")
    }
    val found = digest(path)
    if (found.sizeBytes != file.sizeBytes) {
        throw Refused("$path has ${found.sizeBytes} bytes; the manifest says ${file.sizeBytes}. Copy the bundle again")
    }
    if (found.sha256 != file.sha256) {
        throw Refused("$path has the sha256 ${found.sha256}; the manifest says ${file.sha256}. Copy the bundle again")
    }
}
