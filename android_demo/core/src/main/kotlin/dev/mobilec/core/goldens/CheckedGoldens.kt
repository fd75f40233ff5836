package dev.mobilec.core.goldens

import dev.mobilec.core.engine.Engine
import java.io.File
import java.io.IOException

/**
 * What goldens said on this device, kept so that each bundle is checked once for each version of an engine and of the
 * [system]. [folder]: of its own, which the system may empty.
 */
public class CheckedGoldens(private val folder: File, private val system: String) {
    /** Whether they passed, or null where they were not checked yet. */
    public fun passed(manifestSha256: String, engine: Engine): Boolean? =
        file(manifestSha256, engine).takeIf(File::isFile)?.let { it.readText() == RIGHT }

    /** Where it cannot be kept they are checked again the next time. */
    public fun keep(goldens: Goldens, manifestSha256: String, engine: Engine) {
        val file = file(manifestSha256, engine)
        val part = File("${file.path}.part")
        folder.mkdirs()
        try {
            part.writeText(if (goldens.passed) RIGHT else WRONG)
            if (!part.renameTo(file)) part.delete()
        } catch (_: IOException) {
            part.delete()
        }
    }

    /** A system's name has slashes and colons, and a name of a file ends somewhere. */
    private fun file(sha256: String, engine: Engine): File {
        val words = "$sha256-${engine.name}-${engine.version}-$system"
        val name = words.map { if (it.isLetterOrDigit() || it in ".-") it else '_' }.joinToString("")
        return File(folder, name.take(LONGEST))
    }

    private companion object {
        const val RIGHT = "passed"
        const val WRONG = "failed"
        const val LONGEST = 240
    }
}
