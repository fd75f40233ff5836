package dev.mobilec.core.run

import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.ProgramFile
import dev.mobilec.core.manifest.ShortlistEntry
import dev.mobilec.core.manifest.Size
import dev.mobilec.core.manifest.TensorEntry
import dev.mobilec.core.manifest.manifestOf
import dev.mobilec.core.recorded
import dev.mobilec.core.text.Room
import dev.mobilec.core.text.Tokenizer
import dev.mobilec.core.text.wordListsOf
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Which methods of a program a translator calls, with a shortlist and without. */
class TranslatorTest {
    private val manifest = manifestOf(recorded("manifests/schema-2.json"), "schema 2")
    private val file = manifest.program("executorch")
    private val entry = ShortlistEntry("some.bin", "hidden", "output_rows")
    private val around = file.copy(
        methods = file.methods + method("hidden", emptyList(), tensor("hidden", 2, 64), *new()) +
            method("output_rows", listOf(tensor("words", 4)), tensor("output_rows", 4, 64)),
    )

    private fun method(name: String, inputs: List<TensorEntry>, vararg outputs: TensorEntry) =
        MethodEntry(name, inputs, outputs.toList(), null, emptyList())

    private fun tensor(name: String, vararg shape: Long) =
        TensorEntry(name, "float32", shape.map { Size(null, it, it) })

    private fun new() = file.methods.first { it.name == "decode" }.outputs.drop(1).toTypedArray()

    /** The score of each word is its number; all else is zero. */
    private class Numbers(private val file: ProgramFile) : Program {
        val called = ArrayList<String>()

        override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
            called += method
            val outputs = file.methods.first { it.name == method }.outputs.associate { entry ->
                entry.name to Tensor.floats(*LongArray(entry.shape.size) { entry.shape[it].minimum })
            }
            outputs["hidden"]?.let { hidden -> for (row in 0..1) hidden.floats.put(row * 64, 1f) }
            outputs["output_rows"]?.let { rows ->
                for (at in 0..3) rows.floats.put(at * 64, inputs.getValue("words").longs.get(at).toFloat())
            }
            outputs["logits"]?.let { logits -> for (at in 0..999) logits.floats.put(at, at % 500f) }
            return outputs
        }

        override fun close() = Unit
    }

    private object Nothing : Tokenizer {
        override fun encode(text: String) = LongArray(0)

        override fun encode(text: String, pair: String?, room: Room) = error("nothing is read here")

        override fun decode(ids: LongArray) = ""
    }

    /** Words 0 to 4 by each source word, and 7 for every sentence. */
    private fun translator(program: Program, file: ProgramFile, shortlist: ShortlistEntry? = entry): Translator {
        val lists = wordListsOf(500, List(3) { (0..4).toList() } + listOf(listOf(7)))
        val decoding = manifest.decoding!!.copy(shortlist = shortlist)
        val words = Words(Nothing, Nothing, manifest.text) { line, _ -> listOf(line) }
        return Translator(program, words, 32, decoding, file, shortlist?.let { lists })
    }

    /** The start, the likeliest word to the limit, and the end that is forced there. */
    private fun said(word: Int) = intArrayOf(499) + IntArray(10) { word } + 0

    @Test
    fun `a search by rows never calls what scores every word`() {
        val program = Numbers(around)
        val translator = translator(program, around)
        assertArrayEquals(said(7), translator.tokens(longArrayOf(1), translator.settings.copy(numBeams = 1)))
        assertEquals(listOf("encode", "output_rows", "output_rows") + List(11) { "hidden" }, program.called)
        assertEquals("hidden", translator.step)
        translator.shortlisted!!.more = intArrayOf(300)
        assertArrayEquals(said(300), translator.tokens(longArrayOf(1), translator.settings.copy(numBeams = 1)))
    }

    @Test
    fun `checks that force tokens see every word`() {
        for (file in listOf(file, around)) {
            val program = Numbers(file)
            val translator = translator(program, file)
            translator.model.encode(longArrayOf(1))
            val row = translator.model.step(intArrayOf(499), 0)[0]
            assertTrue(row.indices.all { row[it] == it.toFloat() })
            assertEquals(listOf("encode", "decode"), program.called)
        }
    }

    @Test
    fun `a program without the methods has the scores of other words left out`() {
        val program = Numbers(file)
        val translator = translator(program, file)
        assertArrayEquals(said(7), translator.tokens(longArrayOf(1), translator.settings.copy(numBeams = 1)))
        assertEquals(setOf("encode", "decode"), program.called.toSet())
        assertEquals("decode", translator.step)
    }

    @Test
    fun `without a shortlist every word may come`() {
        val translator = translator(Numbers(around), around, null)
        assertNull(translator.shortlisted)
        assertArrayEquals(said(499), translator.tokens(longArrayOf(1), translator.settings.copy(numBeams = 1)))
        assertEquals("decode", translator.step)
    }
}
