package dev.mobilec.core.engine

/** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of mantissa. */
internal fun float16(half: Short): Float {
    val bits = half.toInt()
    val mantissa = bits and 0x3FF
    val size = when (val exponent = bits shr 10 and 0x1F) {
        0 -> mantissa * SUBNORMAL_STEP
        0x1F -> if (mantissa == 0) Float.POSITIVE_INFINITY else Float.NaN
        else -> java.lang.Float.intBitsToFloat((exponent + 112 shl 23) or (mantissa shl 13))
    }
    return if (bits < 0) -size else size
}

private const val SUBNORMAL_STEP = 1f / (1 shl 24)
