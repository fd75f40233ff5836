package dev.mobilec.app.bundles

import android.content.Context
import dev.mobilec.app.shippedBundles
import dev.mobilec.core.Refused
import java.io.File
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class AssetCopyTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val copies = File(context.noBackupFilesDir, BUNDLES)

    @Before fun bundles() {
        shippedBundles()
    }

    @Test fun `a bundle is copied once, byte for byte, and the copy is taken again`() {
        val bundle = AssetCopy(context).open("translation")
        val program = bundle.path(bundle.manifest.program("executorch"))
        assertArrayEquals(File(shippedBundles(), "translation/model.pte").readBytes(), program.readBytes())
        program.setLastModified(LONG_AGO)
        val again = AssetCopy(context).open("translation")
        assertEquals(bundle.folder, again.folder)
        assertEquals(LONG_AGO, program.lastModified())
    }

    @Test fun `what is copied is the whole bundle, and its manifest once more`() {
        AssetCopy(context).open("translation")
        val files = File(shippedBundles(), "translation").walkTopDown().filter(File::isFile).toList()
        assertTrue("$files", files.map(File::getName).containsAll(listOf("golden.json", "tokenizer.json", "card.md")))
        val manifest = files.first { it.name == "manifest.json" }.length()
        val written = listOf(copies, File(context.cacheDir, "manifests")).sumOf { folder ->
            folder.walkTopDown().filter { it.isFile && it.extension != "checked" }.sumOf(File::length)
        }
        assertEquals(files.sumOf(File::length) + manifest, written)
    }

    @Test fun `a copy that was damaged is made again`() {
        val bundle = AssetCopy(context).open("translation")
        val program = bundle.path(bundle.manifest.program("executorch"))
        program.writeBytes(ByteArray(3))
        AssetCopy(context).open("translation")
        assertArrayEquals(File(shippedBundles(), "translation/model.pte").readBytes(), program.readBytes())
    }

    @Test fun `what was checked is not read again as long as its size and time stay`() {
        val text = File(AssetCopy(context).open("sentiment").folder, "tokenizer.json")
        val (before, time) = text.readBytes() to text.lastModified()
        val other = before.copyOf().also { it[0] = 'x'.code.toByte() }
        text.writeBytes(other)
        text.setLastModified(time)
        AssetCopy(context).open("sentiment")
        assertArrayEquals(other, text.readBytes())
        text.setLastModified(time + 2_000)
        AssetCopy(context).open("sentiment")
        assertArrayEquals(before, text.readBytes())
    }

    @Test fun `copies of an earlier app and what a killed copy left are removed`() {
        val older = File(copies, "translation-0123456789abcdef/model.pte").apply { parentFile?.mkdirs() }
        val half = File(copies, "translation.part/model.pte").apply { parentFile?.mkdirs() }
        val other = File(copies, "sentiment-0123456789abcdef/model.pte").apply { parentFile?.mkdirs() }
        listOf(older, half, other).forEach { it.writeText("old") }
        AssetCopy(context).open("translation")
        assertFalse(older.exists() || half.exists())
        assertTrue(other.exists())
    }

    @Test fun `too little storage is said before anything is written`() {
        val refused = assertThrows(Refused::class.java) { AssetCopy(context) { 1_000_000 }.open("translation") }
        val said = refused.message.orEmpty()
        assertTrue(said, Regex("translation needs \\d+ MB .* and 1 MB are free.*").matches(said))
        assertEquals(0, copies.list().orEmpty().size)
    }

    private companion object {
        const val LONG_AGO = 1_000_000_000_000L
    }
}
