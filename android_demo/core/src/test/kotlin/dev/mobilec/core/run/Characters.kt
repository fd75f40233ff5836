package dev.mobilec.core.run

import dev.mobilec.core.text.Room
import dev.mobilec.core.text.Tokenizer

/** A token a character, and an end. */
object Characters : Tokenizer {
    override fun encode(text: String) = text.codePoints().toArray().map(Int::toLong).toLongArray() + 1L

    override fun encode(text: String, pair: String?, room: Room) = error("a translator reads sentences whole")

    override fun decode(ids: LongArray) =
        ids.filter { it > 1 }.joinToString("") { String(Character.toChars(it.toInt())) }
}

/** "[" + text + "]" without "{" and what is beyond the first plane, in [room] tokens: as tests/fixtures/handling.py. */
fun toy(ids: LongArray, room: Int): IntArray {
    val kept = ids.map(Long::toInt).filter { it != 1 && it != '{'.code && it < 0x10000 }
    return (listOf(0, '['.code) + kept + listOf(']'.code, 1)).take(room).toIntArray()
}
