package dev.mobilec.core.text.unicode

import java.io.ByteArrayOutputStream

/**
 * Bytes as text. What platforms put in the place of broken bytes differs; here it is one U+FFFD for
 * each longest beginning of a character, as in Rust's `String::from_utf8_lossy`.
 */
internal object Utf8 {
    private const val REPLACEMENT = "\uFFFD"

    /** Null where the bytes are no UTF-8. */
    fun strict(bytes: ByteArray): String? = read(bytes) { null }

    fun lossy(bytes: ByteArray): String = read(bytes) { REPLACEMENT }!!

    private inline fun read(bytes: ByteArray, broken: () -> String?): String? {
        val text = StringBuilder(bytes.size)
        var at = 0
        while (at < bytes.size) {
            val length = wanted(bytes[at])
            val whole = begun(bytes, at, length)
            if (length > 0 && whole == length) {
                text.appendCodePoint(code(bytes, at, length))
            } else {
                text.append(broken() ?: return null)
            }
            at += maxOf(whole, 1)
        }
        return text.toString()
    }

    /** How many bytes a character has that begins with this one; 0 if none does. */
    private fun wanted(first: Byte): Int = when (first.toInt() and 0xFF) {
        in 0x00..0x7F -> 1
        in 0xC2..0xDF -> 2
        in 0xE0..0xEF -> 3
        in 0xF0..0xF4 -> 4
        else -> 0
    }

    /** How many of the [length] bytes at [at] could be those of a character. */
    private fun begun(bytes: ByteArray, at: Int, length: Int): Int {
        var found = 1
        while (found < length && at + found < bytes.size && follows(bytes, at, found)) found++
        return found
    }

    private fun follows(bytes: ByteArray, at: Int, place: Int): Boolean {
        val byte = bytes[at + place].toInt() and 0xFF
        if (place > 1) return byte in 0x80..0xBF
        return byte in when (bytes[at].toInt() and 0xFF) {
            0xE0 -> 0xA0..0xBF
            0xED -> 0x80..0x9F
            0xF0 -> 0x90..0xBF
            0xF4 -> 0x80..0x8F
            else -> 0x80..0xBF
        }
    }

    private fun code(bytes: ByteArray, at: Int, length: Int): Int {
        if (length == 1) return bytes[at].toInt()
        var code = bytes[at].toInt() and (0xFF shr (length + 1))
        for (i in 1 until length) code = (code shl 6) or (bytes[at + i].toInt() and 0x3F)
        return code
    }
}

/** Bytes collected one by one. */
internal class ByteText {
    private val bytes = ByteArrayOutputStream()

    fun add(byte: Int) = bytes.write(byte)

    fun add(text: String) = text.toByteArray(Charsets.UTF_8).let { bytes.write(it, 0, it.size) }

    fun bytes(): ByteArray = bytes.toByteArray()
}
