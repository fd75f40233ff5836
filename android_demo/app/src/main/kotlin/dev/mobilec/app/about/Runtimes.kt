package dev.mobilec.app.about

import android.content.Context
import dev.mobilec.app.device.asset
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/**
 * Whose build of each engine's runtime is inside, or why it was left out, by the engine's name: as
 * `mobilec bundle` wrote it into the app. Empty where another build made the app.
 */
fun runtimes(context: Context): Map<String, String> = asset(context, FILE)?.let(::runtimesOf).orEmpty()

/** What a runtime.json says. */
internal fun runtimesOf(text: String): Map<String, String> =
    Json.parseToJsonElement(text).jsonObject.getValue("engines").jsonArray.map { it.jsonObject }
        .associate { it.text("engine").orEmpty() to told(it) }

private fun told(engine: JsonObject): String = engine.text("reason") ?: listOfNotNull(
    listOfNotNull(engine.text("runtime"), engine.text("version")?.let { "($it)" }).joinToString(" "),
    engine.text("origin"),
    engine.text("licence"),
).filter(String::isNotEmpty).joinToString(", ")

private fun JsonObject.text(name: String): String? = get(name)?.jsonPrimitive?.content

private const val FILE = "runtime.json"
