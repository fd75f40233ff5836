package dev.mobilec.core.manifest

import dev.mobilec.core.json.record
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

/** Parts of a manifest that also stand in fixtures. */
fun settingsOf(element: JsonElement): GenerationSettings = record(element, "settings") { settings() }

fun statesOf(element: JsonElement): States = record(element, "states") {
    States(
        int("hypotheses"), int("capacity"), texts("source"),
        records("kept") { State(text("name"), text("new"), ints("shape"), update()) },
    )
}

fun ints(element: JsonElement): List<Int> = element.jsonArray.map { it.jsonPrimitive.int }
