package dev.mobilec.core.engine

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.MethodEntry
import dev.mobilec.core.manifest.Size
import dev.mobilec.core.manifest.TensorEntry
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertNotSame
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

class CallTest {
    private val length = Size("length", 2, 8)
    private val one = Size(null, 1, 1)
    private val call = Call(
        MethodEntry(
            "encode",
            listOf("ids", "mask").map { TensorEntry(it, "int64", listOf(one, length)) },
            listOf(TensorEntry("keys", "float32", listOf(Size(null, 4, 4), length))),
            null,
            emptyList(),
        ),
    )

    private fun given(ids: Long, mask: Long = ids) =
        mapOf("mask" to Tensor.longs(1, mask), "ids" to Tensor.longs(1, ids))

    @Test
    fun `outputs have the sizes that follow from the inputs, and stay as long as those do`() {
        val first = call.outputs(call.inputs(given(5))).getValue("keys")
        assertArrayEquals(longArrayOf(4, 5), first.shape)
        assertSame(first, call.outputs(call.inputs(given(5))).getValue("keys"))
        assertNotSame(first, call.outputs(call.inputs(given(6))).getValue("keys"))
    }

    @Test
    fun `sizes outside their bounds, or that do not agree, are refused`() {
        assertThrows(Refused::class.java) { call.outputs(call.inputs(given(9))) }
        assertThrows(Refused::class.java) { call.outputs(call.inputs(given(1))) }
        assertThrows(Refused::class.java) { call.outputs(call.inputs(given(5, 4))) }
    }

    @Test
    fun `inputs that are missing or too many are refused`() {
        assertThrows(Refused::class.java) { call.inputs(given(5) - "mask") }
        assertThrows(Refused::class.java) { call.inputs(given(5) - "mask" + ("other" to Tensor.longs(1, 5))) }
        assertThrows(Refused::class.java) { call.inputs(given(5) + ("other" to Tensor.longs(1, 5))) }
    }
}
