package dev.mobilec.core.text.normalizer

import dev.mobilec.core.Refused
import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * The form (sentencepiece, src/normalizer.cc, EncodePrecompiledCharsMap): the size of a trie in 4
 * bytes, the trie of the keys as Darts-clone stores it, the replacements, each ended by a zero byte.
 * Of a unit of the trie (darts.h, DoubleArrayUnit): bit 8 says that a leaf follows, bits 10 up (times
 * 256 where bit 9 is set) are where its children stand, the low byte is the label, a leaf's value is
 * the low 31 bits.
 */
internal class Charsmap(bytes: ByteArray) {
    private val units: IntArray
    private val replacements: ByteArray
    private val known = HashMap<Int, String>()

    init {
        val size = if (bytes.size < Int.SIZE_BYTES) -1 else ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).int
        if (size !in 0..bytes.size - Int.SIZE_BYTES) throw damaged()
        units = IntArray(size / Int.SIZE_BYTES)
        if (units.isEmpty()) throw damaged()
        ByteBuffer.wrap(bytes, Int.SIZE_BYTES, size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(units)
        replacements = bytes.copyOfRange(Int.SIZE_BYTES + size, bytes.size)
        readAll()
    }

    /** What the shortest beginning of this part of [text] that has a rule becomes; null if none has. */
    fun replacement(text: String, start: Int, end: Int): String? {
        var node = offset(units[0])
        var at = start
        while (at < end) {
            val code = text.codePointAt(at)
            for (place in 0 until length(code)) {
                node = child(node, byte(code, place))
                if (node < 0) return null
                val unit = units[node]
                node = node xor offset(unit)
                if (unit and HAS_LEAF != 0) return leaf(node)
            }
            at += Character.charCount(code)
        }
        return null
    }

    private fun leaf(node: Int): String {
        val unit = units.getOrElse(node) { throw damaged() }
        return known[unit and LEAF.inv()] ?: throw damaged()
    }

    /** The unit that stands for a byte after others; -1 if there is none. */
    private fun child(node: Int, byte: Int): Int {
        val place = node xor byte
        return if (byte != 0 && place in units.indices && units[place] and LABEL == byte) place else -1
    }

    private fun length(code: Int): Int = if (code < 0x80) 1 else if (code < 0x800) 2 else if (code < 0x10000) 3 else 4

    /** One byte of a code point in UTF-8. */
    private fun byte(code: Int, place: Int): Int {
        val length = length(code)
        if (length == 1) return code
        val bits = code ushr (6 * (length - 1 - place))
        return if (place == 0) ((0xF00 shr length) and 0xFF) or bits else 0x80 or (bits and 0x3F)
    }

    /** Every replacement by its place, so that none is read twice. */
    private fun readAll() {
        var start = 0
        for (at in replacements.indices) {
            if (replacements[at] == 0.toByte()) {
                known[start] = String(replacements, start, at - start, Charsets.UTF_8)
                start = at + 1
            }
        }
    }

    private fun offset(unit: Int): Int = (unit ushr 10) shl (if (unit and FAR != 0) 8 else 0)

    private fun damaged() =
        Refused("the character rules (precompiled_charsmap) of the tokenizer are damaged; export the bundle again")

    private companion object {
        const val HAS_LEAF = 1 shl 8
        const val FAR = 1 shl 9
        const val LEAF = 1 shl 31
        const val LABEL = LEAF or 0xFF
    }
}
