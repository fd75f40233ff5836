package dev.mobilec.core.engine

import java.nio.Buffer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.FloatBuffer
import java.nio.LongBuffer

/**
 * What a program takes and returns: [data] holds the numbers of [shape] row by row, from 0 to its
 * capacity. It is a [FloatBuffer] or a [LongBuffer], direct and in the processor's byte order, so
 * that a runtime reads it where it lies.
 */
public class Tensor(public val shape: LongArray, public val data: Buffer) {
    /** [data] of a float tensor, at position 0. */
    public val floats: FloatBuffer
        get() = (data as FloatBuffer).duplicate().apply { clear() }

    /** [data] of an integer tensor, at position 0. */
    public val longs: LongBuffer
        get() = (data as LongBuffer).duplicate().apply { clear() }

    public companion object {
        /** Zeros, float32. */
        public fun floats(vararg shape: Long): Tensor =
            Tensor(shape, bytes(shape, Float.SIZE_BITS / Byte.SIZE_BITS).asFloatBuffer())

        /** Zeros, int64. */
        public fun longs(vararg shape: Long): Tensor =
            Tensor(shape, bytes(shape, Long.SIZE_BITS / Byte.SIZE_BITS).asLongBuffer())

        private fun bytes(shape: LongArray, width: Int): ByteBuffer {
            val size = shape.fold(width.toLong()) { product, extent -> Math.multiplyExact(product, extent) }
            return ByteBuffer.allocateDirect(Math.toIntExact(size)).order(ByteOrder.nativeOrder())
        }
    }
}
