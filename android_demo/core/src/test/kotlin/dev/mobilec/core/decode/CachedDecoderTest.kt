package dev.mobilec.core.decode

import dev.mobilec.core.engine.Program
import dev.mobilec.core.engine.Tensor
import dev.mobilec.core.manifest.LOGITS
import dev.mobilec.core.manifest.State
import dev.mobilec.core.manifest.States
import dev.mobilec.core.manifest.TOKEN
import dev.mobilec.core.manifest.Update
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class CachedDecoderTest {
    private val states = States(
        hypotheses = 2,
        capacity = 3,
        source = listOf("source"),
        kept = listOf(
            State("key", "new_key", listOf(4, 3, 1), Update.APPEND),
            State("total", "new_total", listOf(2, 2), Update.REPLACE),
        ),
    )
    private val program = Echo()
    private val model = CachedDecoder(program, states)

    /** What a step brings is the token of its hypothesis; [seen] is what the last call was handed. */
    private class Echo : Program {
        var seen: Map<String, Tensor> = emptyMap()

        override fun run(method: String, inputs: Map<String, Tensor>): Map<String, Tensor> {
            if (method == "encode") return mapOf("source" to Tensor.floats(1, 1, 1))
            seen = inputs
            return mapOf(
                LOGITS to Tensor.floats(2, 1),
                "new_key" to said(inputs, 4, 1, 1),
                "new_total" to said(inputs, 2, 2),
            )
        }

        private fun said(inputs: Map<String, Tensor>, vararg shape: Long) = Tensor.floats(*shape).apply {
            val each = floats.limit() / 2
            for (at in 0 until floats.limit()) floats.put(at, inputs.getValue(TOKEN).longs.get(at / each).toFloat())
        }

        override fun close() = Unit
    }

    private fun kept(name: String): List<Int> =
        program.seen.getValue(name).floats.let { numbers -> List(numbers.limit()) { numbers.get(it).toInt() } }

    private fun spoken() {
        model.encode(longArrayOf(7))
        model.step(intArrayOf(1, 2), 0)
        model.step(intArrayOf(3, 4), 1)
    }

    @Test
    fun `one position of what is appended is written, and all of what is replaced`() {
        spoken()
        assertEquals(listOf(1, 3, 0, 1, 3, 0, 2, 4, 0, 2, 4, 0), kept("key"))
        assertEquals(listOf(3, 3, 4, 4), kept("total"))
    }

    @Test
    fun `all rows of a hypothesis move at once`() {
        spoken()
        model.reorder(intArrayOf(1, 0))
        assertEquals(listOf(2, 4, 0, 2, 4, 0, 1, 3, 0, 1, 3, 0), kept("key"))
        assertEquals(listOf(4, 4, 3, 3), kept("total"))
        model.reorder(intArrayOf(1))
        assertEquals(listOf(1, 3, 0, 1, 3, 0, 1, 3, 0, 1, 3, 0), kept("key"))
        assertEquals(listOf(3, 3, 3, 3), kept("total"))
    }

    @Test
    fun `a sentence begins from clear states`() {
        for (begin in listOf({ model.encode(longArrayOf(8)) }, { model.reset() })) {
            spoken()
            begin()
            assertEquals(List(12) { 0 }, kept("key"))
            assertEquals(List(4) { 0 }, kept("total"))
        }
    }
}
