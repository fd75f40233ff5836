package dev.mobilec.app.benchmark

import android.content.Context
import dev.mobilec.app.WithMedia
import dev.mobilec.app.bundles.sharedFolders
import dev.mobilec.core.Refused
import java.io.File
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
class RunsTest {
    private val context: Context = WithMedia(RuntimeEnvironment.getApplication())
    private val places get() = sharedFolders(context).map { it.place }

    @Test fun `from Android 10 on adb and the app meet among the media`() {
        assertEquals(listOf("Android/media/dev.mobilec.demo", "Android/data/dev.mobilec.demo/files"), places)
    }

    @Config(sdk = [26])
    @Test fun `before that among the app's files`() {
        assertEquals("Android/data/dev.mobilec.demo/files", places.first())
    }

    @Test fun `a folder that takes no file is passed over`() {
        val (first, second) = sharedFolders(context).map { File(it.folder, "runs") }
        shut(first)
        assertEquals(second, runsFolder(context))
        assertEquals(second.parentFile, getReady(context, "a"))
    }

    @Test fun `where none takes a file adb is refused, and a person's run lies inside the app`() {
        sharedFolders(context).forEach { shut(File(it.folder, "runs")) }
        val refused = assertThrows(Refused::class.java) { getReady(context, "a") }
        assertTrue(refused.message, "no folder that adb reaches takes a file" in refused.message.orEmpty())
        assertEquals(File(context.filesDir, "runs"), runsFolder(context))
    }

    @Test fun `the try leaves nothing`() {
        val folder = File(context.filesDir, "x")
        assertTrue(takesFile(folder))
        assertEquals(0, folder.list().orEmpty().size)
        assertFalse(takesFile(File("/proc/none")))
    }

    /** A file in the place of a folder: nothing can be made in it, by whomever. */
    private fun shut(folder: File) {
        folder.deleteRecursively()
        folder.parentFile?.mkdirs()
        folder.writeText("")
    }
}
