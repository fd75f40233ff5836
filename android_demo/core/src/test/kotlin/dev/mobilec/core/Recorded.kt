package dev.mobilec.core

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import java.io.File

/** What Python recorded in tests/fixtures for all languages. */
fun recorded(name: String): JsonElement = Json.parseToJsonElement(recordedFile(name).readText())

private fun recordedFile(name: String): File = File(folder("mobilec.recorded"), name)

/** A folder that the build names. */
fun folder(property: String): File = File(
    System.getProperty(property) ?: error("the build sets the property $property; run the tests by Maven or Gradle"),
)

/** An element of an object; a missing one is an error of the fixture. */
operator fun JsonElement.get(name: String): JsonElement = (this as JsonObject).getValue(name)
