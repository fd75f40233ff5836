package dev.mobilec.core.manifest

import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** Parts of a manifest that also stand in fixtures. */
fun settingsOf(element: JsonElement): GenerationSettings = record(element, "settings") { settings() }

fun layoutOf(element: JsonElement): Layout = record(element, "layout") { layout() }

fun ints(element: JsonElement): List<Int> = element.jsonArray.map { it.jsonPrimitive.int }
