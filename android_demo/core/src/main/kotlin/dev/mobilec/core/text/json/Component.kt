package dev.mobilec.core.text.json

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.record
import dev.mobilec.core.text.pattern.Expression
import dev.mobilec.core.text.pattern.Literal
import dev.mobilec.core.text.pattern.Pattern
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** A component of tokenizer.json by the "type" that it names; one that is not in [kinds] is refused. */
internal fun <T> typed(element: JsonElement, where: String, role: String, kinds: Map<String, (Fields) -> T>): T {
    val type = ((element as? JsonObject)?.get("type") as? JsonPrimitive)?.content
    val read = kinds[type] ?: throw Refused(
        "$where is a $role of type $type, which this app does not have; it has ${kinds.keys.sorted().joinToString()}",
    )
    return record(element, where) {
        any("type")
        read(this)
    }
}

/** `{"String": "x"}` or `{"Regex": "x+"}`. */
internal fun readPattern(fields: Fields, name: String): Pattern = fields.record(name) {
    val literal = textOrNull("String")
    val expression = textOrNull("Regex")
    when {
        literal.isNullOrEmpty() == expression.isNullOrEmpty() ->
            throw Refused("$where should be a String or a Regex, not empty")
        literal != null -> Literal(literal)
        else -> Expression(expression!!)
    }
}

/** Options that older files leave out. */
internal fun Fields.booleanOr(name: String, default: Boolean): Boolean =
    if (any(name) == null) default else boolean(name)

/** One character. */
internal fun Fields.code(name: String): Int {
    val text = text(name)
    if (text.codePointCount(0, text.length) != 1) {
        throw Refused("$where.$name should be one character, and is \"$text\"")
    }
    return text.codePointAt(0)
}
