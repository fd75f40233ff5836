package dev.mobilec.core.text

import dev.mobilec.core.Refused
import dev.mobilec.core.get
import dev.mobilec.core.manifest.ints
import dev.mobilec.core.recorded
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer

/** A shortlist as Python wrote it allows what it allows there. */
class WordListsTest {
    private val document = recorded("word_lists.json")
    private val sourceWords = document["source_words"].jsonPrimitive.int
    private val targetWords = document["target_words"].jsonPrimitive.int
    private val lists = read(document["file"])

    private fun read(file: JsonElement): WordLists {
        val bytes = file.jsonPrimitive.content.chunked(2) { it.toString().toInt(HEX).toByte() }.toByteArray()
        return WordLists.read(ByteBuffer.wrap(bytes), targetWords)
    }

    private fun ids(element: JsonElement) = ints(element).map(Int::toLong).toLongArray()

    private fun refused(words: String, read: () -> Unit) {
        val message = assertThrows(Refused::class.java, read).message.orEmpty()
        assertTrue(words in message, "\"$words\" is not in: $message")
    }

    @Test
    fun `a sentence may have the words that Python allows it`() {
        val cases = document["cases"].jsonArray
        assertTrue(cases.size > 30)
        for (case in cases) {
            val found = lists.allowed(ids(case["ids"]), ints(case["more"]).toIntArray())
            assertEquals(ints(case["words"]), found.toList(), "${case["ids"]}")
        }
    }

    @Test
    fun `a file that is spoilt is refused by what is wrong with it`() {
        val spoilt = document["refused"].jsonObject
        val words = mapOf(
            "empty" to "does not begin as a bundle's shortlist",
            "another magic" to "does not begin as a bundle's shortlist",
            "another version" to "is of version 2; this app reads 1",
            "more source words" to "damaged or cut off (its lists take",
            "very many source words" to "damaged or cut off (it has ${lists("very many source words")} bytes)",
            "other target words" to "is of 40001 target words, and the program has 40000",
            "cut in its sizes" to "damaged or cut off (it has 27 bytes)",
            "cut in its lists" to "bytes, and ",
            "longer than it says" to "bytes, and ",
            "a list longer than it is" to "bytes, and ",
        )
        assertEquals(spoilt.keys, words.keys)
        for ((name, file) in spoilt) refused(words.getValue(name)) { read(file) }
    }

    private fun lists(spoilt: String) = document["refused"][spoilt].jsonPrimitive.content.length / 2

    @Test
    fun `a list that is spoilt is refused when it is asked for`() {
        val words = mapOf(
            "ends within a number" to "damaged or cut off (a list ends within a number)",
            "beyond the vocabulary" to "and the vocabulary has 40000: the shortlist is damaged",
        )
        val spoilt = document["refused_when_asked"].jsonObject
        assertEquals(spoilt.keys, words.keys)
        for ((name, case) in spoilt) refused(words.getValue(name)) { read(case["file"]).allowed(ids(case["ids"])) }
    }

    @Test
    fun `a number of five groups is refused`() {
        val bytes = ByteBuffer.allocate(29).order(java.nio.ByteOrder.LITTLE_ENDIAN)
        bytes.put("mobilecW".toByteArray()).putInt(1).putInt(1).putInt(9).putShort(5).putShort(0)
        bytes.put(byteArrayOf(-1, -1, -1, -1, 0)).flip()
        refused("a number is too large for a word") { WordLists.read(bytes, 9).allowed(longArrayOf(0)) }
        assertEquals(emptyList<Int>(), WordLists.read(bytes, 9).allowed(longArrayOf()).toList())
    }

    @Test
    fun `words of no vocabulary are refused`() {
        refused("is of 60 source words, and the ids of a text go from 3 to 60") {
            lists.allowed(longArrayOf(3, sourceWords.toLong()))
        }
        refused("the ids of a text go from -1 to 5") { lists.allowed(longArrayOf(5, -1)) }
        refused("target words 0 to 40000 were allowed") { lists.allowed(longArrayOf(), intArrayOf(targetWords)) }
        refused("target words -1 to 39999 were allowed") { lists.allowed(longArrayOf(), intArrayOf(-1)) }
    }

    private companion object {
        const val HEX = 16
    }
}
