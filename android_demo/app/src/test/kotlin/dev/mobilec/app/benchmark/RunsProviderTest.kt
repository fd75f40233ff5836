package dev.mobilec.app.benchmark

import android.net.Uri
import android.provider.OpenableColumns
import java.io.File
import java.io.FileNotFoundException
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class RunsProviderTest {
    private val context = RuntimeEnvironment.getApplication()
    private val file = File(runsFolder(context), "run.json").apply { writeText("{}") }

    @Test fun `a run is lent by its name, with its size`() {
        val address = runAddress(context, file)
        assertEquals("content://dev.mobilec.demo.runs/run.json", address.toString())
        val read = checkNotNull(context.contentResolver.openInputStream(address)).use { it.readBytes() }
        assertEquals("{}", read.decodeToString())
        checkNotNull(context.contentResolver.query(address, null, null, null, null)).use { row ->
            assertTrue(row.moveToFirst())
            assertEquals("run.json", row.getString(row.getColumnIndexOrThrow(OpenableColumns.DISPLAY_NAME)))
            assertEquals(2L, row.getLong(row.getColumnIndexOrThrow(OpenableColumns.SIZE)))
        }
    }

    @Test fun `nothing else is lent, and nothing is written`() {
        File(context.filesDir, "secret.txt").writeText("secret")
        for (path in listOf("../secret.txt", "%2e%2e%2fsecret.txt", "a/run.json", "nothing.json", "")) {
            val address = Uri.parse("content://dev.mobilec.demo.runs/$path")
            assertThrows(path, FileNotFoundException::class.java) { context.contentResolver.openInputStream(address) }
        }
        val own = runAddress(context, file)
        assertThrows(FileNotFoundException::class.java) { context.contentResolver.openOutputStream(own) }
    }
}
