package dev.mobilec.core.text

import java.nio.ByteBuffer
import java.nio.ByteOrder

/**
 * A bundle's shortlist of small numbers as its file has it: the target words of each source word, and last
 * those of every sentence.
 */
fun shortlistOf(targetWords: Int, lists: List<List<Int>>): ByteArray {
    val bytes = ByteBuffer.allocate(1 shl 12).order(ByteOrder.LITTLE_ENDIAN)
    bytes.put("mobilecW".toByteArray()).putInt(1).putInt(lists.size - 1).putInt(targetWords)
    for (list in lists) bytes.putShort(list.size.toShort())
    for (list in lists) {
        for ((before, word) in (listOf(0) + list).zip(list)) bytes.put((word - before).toByte().also { check(it >= 0) })
    }
    return bytes.array().copyOf(bytes.position())
}

fun wordListsOf(targetWords: Int, lists: List<List<Int>>): WordLists =
    WordLists.read(ByteBuffer.wrap(shortlistOf(targetWords, lists)), targetWords)
