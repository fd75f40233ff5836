package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import dev.mobilec.core.run.wordLists
import dev.mobilec.core.folder
import dev.mobilec.core.text.shortlistOf
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

/** A shipped bundle as it is, and spoilt in every way that a download or a stranger could. */
class BundleTest {
    @TempDir
    lateinit var folder: File
    private val shipped = File(folder("mobilec.bundles"), "translation")

    @BeforeEach
    fun copy() {
        assumeTrue(shipped.isDirectory, "$shipped is not there: make phone-bundles")
        shipped.copyRecursively(folder)
    }

    @Test
    fun `a whole bundle opens`() {
        val manifest = Bundle.open(folder).manifest
        assertEquals(TRANSLATION, manifest.task)
        assertEquals(listOf("executorch", "onnx"), manifest.files.map { it.format })
        assertEquals(4, manifest.decoding?.settings?.numBeams)
        assertTrue(manifest.program("executorch").rowTables.isNotEmpty())
        assertEquals(32, (Bundle.open(folder).golden as TranslatorGolden).sentences.size)
    }

    @Test
    fun `a format that is not there is refused by those that are`() {
        val refused = assertThrows(Refused::class.java) { Bundle.open(folder).manifest.program("coreml") }
        assertTrue("executorch, onnx" in refused.message.orEmpty())
    }

    @Test
    fun `a byte that is another is found out`() {
        val weights = File(folder, "model.onnx/weights.bin")
        weights.writeBytes(weights.readBytes().also { it[1000] = (it[1000] + 1).toByte() })
        refuses("sha256")
    }

    @Test
    fun `a file that is cut, missing or more is found out`() {
        val program = File(folder, "model.pte")
        val whole = program.readBytes()
        program.writeBytes(whole.copyOf(whole.size - 1))
        refuses("bytes; the manifest says")
        program.delete()
        refuses("missing")
        program.writeBytes(whole)
        File(folder, "model.onnx/other.bin").writeText("")
        refuses("sha256")
    }

    @Test
    fun `a link that leaves the bundle is not followed`() {
        val golden = File(folder, "golden.json")
        val outside = golden.copyTo(File(folder.parentFile, "outside-${folder.name}"))
        golden.delete()
        java.nio.file.Files.createSymbolicLink(golden.toPath(), outside.toPath())
        refuses("leaves the bundle")
        outside.delete()
    }

    @Test
    fun `a path that leaves the bundle is refused before anything is opened`() {
        for (path in listOf("../model.pte", "/etc/passwd", "a/../../b", "c:model.pte", "")) {
            change("\"path\": \"model.pte\"", "\"path\": \"$path\"")
            refuses("leaves the bundle")
            restore()
        }
    }

    @Test
    fun `another schema, an unknown field or a broken document is refused`() {
        change("\"schema\": 2,", "\"schema\": 3,")
        refuses("schema 3; this app reads 1 and 2")
        restore()
        change("\"schema\": 2,", "\"schema\": 2, \"colour\": \"red\",")
        refuses("colour")
        restore()
        change("\"unique_parameters\": ", "\"unique_parameters\": \"many\" , \"x\": ")
        refuses("unique_parameters")
        restore()
        File(folder, MANIFEST).writeText("{")
        refuses("not JSON")
        File(folder, MANIFEST).delete()
        refuses("not a bundle")
    }

    @Test
    fun `a tokenizer that the manifest does not list is refused`() {
        change("\"tokenizer\": \"tokenizer.json\"", "\"tokenizer\": \"manifest.json\"")
        refuses("which it does not list")
    }

    @Test
    fun `a shortlist that the manifest does not list is refused`() {
        val shortlist = """"shortlist": {"path": "tokenizer.json", "method": "hidden", "rows": "output_rows"}"""
        change("\"shortlist\": null", shortlist)
        refuses("searches by the shortlist \"tokenizer.json\", and lists none among its files; export the bundle again")
    }

    @Test
    fun `a shortlist is read for the words of a program`() {
        val content = shortlistOf(8_000, List(3) { listOf(it) } + listOf(listOf(7)))
        File(folder, "some.bin").writeBytes(content)
        val digest = digest(File(folder, "some.bin"))
        change(
            "\"texts\": [",
            """"texts": [{"path": "some.bin", "role": "shortlist", "size_bytes": ${digest.sizeBytes},""" +
                """ "sha256": "${digest.sha256}"},""",
        )
        change("\"shortlist\": null", """"shortlist": {"path": "some.bin", "method": "a", "rows": "b"}""")
        val bundle = Bundle.open(folder)
        val lists = wordLists(bundle, bundle.manifest.decoding!!.shortlist!!, bundle.manifest.program("onnx"))
        assertEquals(listOf(1, 7), lists.allowed(longArrayOf(1)).toList())
        File(folder, "some.bin").appendText("x")
        refuses("bytes; the manifest says")
    }

    private fun restore() = File(shipped, MANIFEST).copyTo(File(folder, MANIFEST), overwrite = true)

    private fun change(old: String, new: String) {
        val file = File(folder, MANIFEST)
        val text = file.readText()
        assertTrue(old in text, "the manifest has no $old")
        file.writeText(text.replaceFirst(old, new))
    }

    private fun refuses(words: String) {
        val refused = assertThrows(Refused::class.java) { Bundle.open(folder) }
        assertTrue(words in refused.message.orEmpty(), "\"$words\" is not in: ${refused.message}")
    }
}
