package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import java.io.File
import java.io.FileNotFoundException
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class ReadableTest {
    @Test fun `a file that is kept from the app is told from one that is not there`() {
        // As Android 14 and as a JVM on Linux say it.
        assertTrue(isShut(FileNotFoundException("/x/manifest.json: open failed: EACCES (Permission denied)")))
        assertTrue(isShut(FileNotFoundException("/x/manifest.json (Permission denied)")))
        assertFalse(isShut(FileNotFoundException("/x/manifest.json: open failed: ENOENT (No such file or directory)")))
        assertFalse(isShut(FileNotFoundException("/x/manifest.json (No such file or directory)")))
    }

    @Test fun `what is not there is said in the caller's words`(@TempDir folder: Path) {
        val file = File(folder.toFile(), "none")
        val refused = assertThrows(Refused::class.java) { refuseUnreadable(file) { "bring it" } }
        assertEquals("bring it", refused.message)
    }
}
