package dev.mobilec.core.json

import dev.mobilec.core.Refused
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.longOrNull
import java.io.File

/** The document in a file; [what] names the file in the refusal. */
internal fun readJson(file: File, what: String): JsonElement = try {
    Json.parseToJsonElement(file.readText())
} catch (broken: SerializationException) {
    throw Refused("$what is not JSON (${broken.message?.lineSequence()?.first()}); export the bundle again", broken)
}

/** What [read] makes of an object; a field that it did not ask for is refused. */
internal fun <T> record(element: JsonElement?, where: String, read: Fields.() -> T): T {
    val fields = Fields(element as? JsonObject ?: throw wrong(where, "an object", element), where)
    val found = fields.read()
    fields.refuseUnknown()
    return found
}

/** The fields of one JSON object, each checked when it is asked for. */
internal class Fields(val entries: JsonObject, val where: String) {
    private val asked = HashSet<String>()

    fun text(name: String): String = textOrNull(name) ?: throw missing(name, "a text")

    fun textOrNull(name: String): String? = optional(name)?.let {
        (it as? JsonPrimitive)?.takeIf(JsonPrimitive::isString)?.content ?: throw wrong("$where.$name", "a text", it)
    }

    fun long(name: String): Long = longOrNull(name) ?: throw missing(name, "a whole number")

    fun longOrNull(name: String): Long? = optional(name)?.let { whole(it, "$where.$name") }

    fun int(name: String): Int = intOrNull(name) ?: throw missing(name, "a whole number")

    fun intOrNull(name: String): Int? = optional(name)?.let { small(it, "$where.$name") }

    fun double(name: String): Double = doubleOrNull(name) ?: throw missing(name, "a number")

    fun doubleOrNull(name: String): Double? = optional(name)?.let { real(it, "$where.$name") }

    fun boolean(name: String): Boolean = booleanOrNull(name) ?: throw missing(name, "true or false")

    fun booleanOrNull(name: String): Boolean? = optional(name)?.let {
        (it as? JsonPrimitive)?.takeUnless(JsonPrimitive::isString)?.booleanOrNull
            ?: throw wrong("$where.$name", "true or false", it)
    }

    /** A field that may be of several kinds, or null where it is null or absent. */
    fun any(name: String): JsonElement? = optional(name)

    fun <T> recordOrNull(name: String, read: Fields.() -> T): T? =
        optional(name)?.let { record(it, "$where.$name", read) }

    fun <T> record(name: String, read: Fields.() -> T): T = recordOrNull(name, read) ?: throw missing(name, "an object")

    /** A list, empty where it is absent. */
    fun <T> list(name: String, read: (JsonElement, String) -> T): List<T> = optional(name)?.let {
        items(it, "$where.$name", read)
    } ?: emptyList()

    fun <T> records(name: String, read: Fields.() -> T): List<T> =
        list(name) { element, place -> record(element, place, read) }

    fun texts(name: String): List<String> = list(name) { element, place ->
        (element as? JsonPrimitive)?.takeIf(JsonPrimitive::isString)?.content ?: throw wrong(place, "a text", element)
    }

    fun ints(name: String): List<Int> = list(name, ::small)

    fun longs(name: String): LongArray = list(name) { element, place -> whole(element, place) }.toLongArray()

    fun doubles(name: String): DoubleArray = list(name, ::real).toDoubleArray()

    /** An object of numbers. */
    fun <T> map(name: String, read: (JsonElement, String) -> T): Map<String, T> {
        val element = optional(name) ?: throw missing(name, "an object")
        val inner = element as? JsonObject ?: throw wrong("$where.$name", "an object", element)
        return inner.mapValues { (key, value) -> read(value, "$where.$name.$key") }
    }

    fun refuseUnknown() {
        val unknown = entries.keys - asked
        if (unknown.isNotEmpty()) throw Refused("$where has fields that this app does not know: ${unknown.sorted()}")
    }

    private fun optional(name: String): JsonElement? {
        asked += name
        return entries[name].takeUnless { it is JsonNull }
    }

    private fun missing(name: String, what: String) = Refused("$where has no \"$name\", which should be $what")
}

internal fun <T> items(element: JsonElement, where: String, read: (JsonElement, String) -> T): List<T> {
    val array = element as? JsonArray ?: throw wrong(where, "a list", element)
    return array.mapIndexed { at, item -> read(item, "$where[$at]") }
}

internal fun whole(element: JsonElement, where: String): Long =
    number(element)?.longOrNull ?: throw wrong(where, "a whole number", element)

/** A whole number of 32 bits. */
internal fun small(element: JsonElement, where: String): Int {
    val found = whole(element, where)
    if (found.toInt().toLong() != found) throw Refused("$where is $found, which is too large")
    return found.toInt()
}

internal fun real(element: JsonElement, where: String): Double =
    number(element)?.doubleOrNull ?: throw wrong(where, "a number", element)

private fun number(element: JsonElement) = (element as? JsonPrimitive)?.takeUnless(JsonPrimitive::isString)

private fun wrong(where: String, what: String, element: JsonElement?) =
    Refused("$where should be $what, and is ${element.toString().take(SHOWN)}")

private const val SHOWN = 60
