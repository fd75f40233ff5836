package dev.mobilec.core.goldens

import dev.mobilec.core.engine.Engine
import dev.mobilec.core.engine.Program
import dev.mobilec.core.manifest.ProgramFile
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class CheckedGoldensTest {
    @TempDir
    lateinit var folder: File

    private class Named(override val name: String, override val version: String) : Engine {
        override fun unavailable(): String? = null

        override fun load(file: ProgramFile, path: File, threads: Int, later: Set<String>): Program =
            error("nothing is loaded here")
    }

    private val onnx = Named("onnx", "1.29.0")
    private val right = Goldens(true, 3, 3, 0.001, 0.01, null)
    private val wrong = Goldens(false, 3, 1, 0.9, 0.01, Difference("a", "b", "c"))

    private fun checked(system: String = SYSTEM) = CheckedGoldens(File(folder, "checked"), system)

    @Test
    fun `what goldens said is known to the next process`() {
        assertNull(checked().passed("aa", onnx))
        checked().keep(right, "aa", onnx)
        checked().keep(wrong, "bb", onnx)
        assertEquals(true, checked().passed("aa", onnx))
        assertEquals(false, checked().passed("bb", onnx))
        checked().keep(right, "bb", onnx)
        assertEquals(true, checked().passed("bb", onnx))
    }

    @Test
    fun `another bundle, engine, version or system is asked again`() {
        checked().keep(right, "aa", onnx)
        assertNull(checked().passed("ab", onnx))
        assertNull(checked().passed("aa", Named("executorch", "1.29.0")))
        assertNull(checked().passed("aa", Named("onnx", "1.29.1")))
        assertNull(checked("$SYSTEM.1").passed("aa", onnx))
    }

    @Test
    fun `where nothing can be kept, nothing is known and nothing fails`() {
        File(folder, "checked").writeText("a file in the place of the folder")
        checked().keep(right, "aa", onnx)
        assertNull(checked().passed("aa", onnx))
    }

    private companion object {
        const val SYSTEM = "google/husky/husky:16/BP2A.250605.031/13578606:user/release-keys"
    }
}
