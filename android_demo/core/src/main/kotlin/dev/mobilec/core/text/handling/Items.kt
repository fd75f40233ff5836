package dev.mobilec.core.text.handling

import dev.mobilec.core.text.sentence.languageCode
import java.util.regex.Matcher
import java.util.regex.Pattern

/** The mark of an item of a list with the spaces around it, and what follows it; [mark] is "" for no item. */
internal data class Item(val mark: String, val rest: String)

/** A line as its items, one without a mark where it is no list: as exporters/text/items.py cuts it. */
internal fun items(line: String, language: String?): List<Item> {
    val found = MARK.matcher(line)
    if (!found.lookingAt()) return listOf(Item("", line))
    var number = found.group(1)?.toInt()
    val sign = found.group(2)
    if (sign == "." && !isList(line, number ?: 0, language)) return listOf(Item("", line))
    val items = ArrayList<Item>()
    var at = 0
    var end = found.end()
    while (number != null) {
        val next = next(line, end, ++number, sign.orEmpty()) ?: break
        items += Item(line.substring(at, end), line.substring(end, next.start()))
        at = next.start()
        end = next.end()
    }
    return items + Item(line.substring(at, end), line.substring(end))
}

/** Whether a line begins with a mark, of whatever language it is. */
internal fun beginsItem(line: String): Boolean = MARK.matcher(line).lookingAt()

private fun isList(line: String, number: Int, language: String?): Boolean =
    languageCode(language) !in ORDINAL_DOT || next(line, 0, number + 1, ".") != null

private fun next(line: String, start: Int, number: Int, sign: String): Matcher? =
    Pattern.compile("(?<=$GAP)$number[$sign]$GAP+(?=[^$SPACES])").matcher(line).takeIf { it.find(start) }

private const val SPACES = "\\s\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\u001c-\\u001f"
private const val GAP = "[ \\t\\u00a0\\u2000-\\u200a\\u202f\\u3000]"
private val MARK: Pattern = Pattern.compile(
    "$GAP*(?:([0-9]{1,3})([.)])|\\([0-9]{1,3}\\)|\\(?[A-Za-z]\\)|[-*•‣▪◦–—·])$GAP+(?=[^$SPACES])",
)

/** Languages in which `3.` is "third" as well, so that a number alone says nothing. */
private val ORDINAL_DOT =
    "az bs cs da de dsb et eu fi fo hr hsb hu is lb lv me mk nb nn no pl sk sl sr tr".split(' ').toSet()
