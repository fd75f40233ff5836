package dev.mobilec.engine.onnx

import dev.mobilec.core.Refused
import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.run.loaded
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File

class OnnxEngineTest {
    @TempDir
    lateinit var folder: File
    private val engine = OnnxEngine()
    private val bundle = shipped("sentiment")
    private val file = bundle.manifest.program("onnx")

    private fun ids(vararg ids: Long) = mapOf(
        "input_ids" to Tensor.longs(1, ids.size.toLong()).apply { longs.put(ids) },
        "attention_mask" to Tensor.longs(1, ids.size.toLong()).apply { longs.put(LongArray(ids.size) { 1 }) },
    )

    private fun Program.logits(inputs: Map<String, Tensor>): FloatArray =
        run("forward", inputs).getValue("logits").floats.let { all -> FloatArray(all.limit()).also { all.get(it) } }

    @Test
    fun `it runs here, and says which release it is`() {
        assertNull(engine.unavailable())
        assertTrue(engine.version.matches(Regex("1\\.\\d+\\.\\d+")), engine.version)
    }

    @Test
    fun `tensors of one size are used again, and what is in them is read anew`() {
        loaded(bundle, engine, 1).use { program ->
            val inputs = ids(101, 2204, 102)
            val first = program.run("forward", inputs).getValue("logits")
            val good = program.logits(inputs)
            inputs.getValue("input_ids").longs.put(1, 2919)
            val bad = program.logits(inputs)
            assertSame(first, program.run("forward", inputs).getValue("logits"))
            assertTrue(!good.contentEquals(bad))
            inputs.getValue("input_ids").longs.put(1, 2204)
            assertArrayEquals(good, program.logits(inputs))
            assertNotSame(first, program.run("forward", ids(101, 2204, 2204, 102)).getValue("logits"))
        }
    }

    @Test
    fun `the number of threads changes no answer`() {
        val inputs = ids(101, 2204, 3185, 102)
        val one = loaded(bundle, engine, 1).use { it.logits(inputs) }
        val two = loaded(bundle, engine, 2).use { it.logits(inputs) }
        assertArrayEquals(one, two, 1e-5f)
        assertThrows(Refused::class.java) { loaded(bundle, engine, 0) }
    }

    @Test
    fun `what it does not take is refused in words`() {
        loaded(bundle, engine, 1).use { program ->
            assertThrows(Refused::class.java) { program.run("encode", ids(101, 102)) }
            assertThrows(Refused::class.java) { program.run("forward", ids(101, 102) - "attention_mask") }
            assertThrows(Refused::class.java) { program.run("forward", ids(101)) }
            assertThrows(Refused::class.java) { program.run("forward", ids(*LongArray(129) { 5 })) }
        }
    }

    @Test
    fun `a file that is no model is refused by its name`() {
        val broken = File(folder, "model.onnx").apply { writeText("no model") }
        val refused = assertThrows(Refused::class.java) { engine.load(file, broken, 1) }
        assertTrue("model.onnx is not a model that ONNX Runtime" in refused.message.orEmpty(), refused.message)
    }

    @Test
    fun `what may be loaded later is loaded when it is called, and not before`() {
        val translation = shipped("translation")
        val described = translation.manifest.program("onnx")
        val broken = File(folder, "model.onnx")
        translation.path(described).copyRecursively(broken)
        File(broken, "decode.onnx").writeText("no model")
        val refused = assertThrows(Refused::class.java) { engine.load(described, broken, 1) }
        assertTrue("model.onnx is not a model that ONNX Runtime" in refused.message.orEmpty(), refused.message)
        engine.load(described, broken, 1, setOf("decode")).use { program ->
            assertTrue(program.run("encode", ids(5, 6, 0)).isNotEmpty())
            val called = assertThrows(Refused::class.java) { program.run("decode", emptyMap()) }
            assertEquals(refused.message, called.message)
        }
    }

    @Test
    fun `a program can be closed and loaded again`() {
        val inputs = ids(101, 2204, 102)
        val first = loaded(bundle, engine, 1).use { it.logits(inputs) }
        assertArrayEquals(first, loaded(bundle, engine, 1).use { it.logits(inputs) })
    }
}
