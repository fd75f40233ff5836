package dev.mobilec.app.about

import android.content.Context
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** Which builds of the runtimes are inside, as who built the app wrote it down; null where nobody did. */
fun runtimes(context: Context): String? = asset(context, FILE)?.let { lines(Json.parseToJsonElement(it)).joinToString("\n") }

/** The leaves of a document, a line each. */
private fun lines(element: JsonElement): List<String> = when (element) {
    is JsonPrimitive -> listOf(element.content)
    is JsonArray -> element.flatMap(::lines)
    is JsonObject -> element.flatMap { (key, value) ->
        if (value is JsonPrimitive) listOf("$key: ${value.content}") else lines(value)
    }
}

private const val FILE = "runtime.json"
