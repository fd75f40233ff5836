package dev.mobilec.core.benchmark

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.File
import java.io.FileOutputStream
import java.io.IOException

/** Version of the schema that [toJson] writes. */
private const val SCHEMA = 1

/** Writes the document whole or not at all: it gets its name when all of it is on the disk. */
public fun write(run: Run, file: File) {
    val unfinished = File(file.path + ".part")
    FileOutputStream(unfinished).use { stream ->
        stream.write((PRETTY.encodeToString(JsonElement.serializer(), run.toJson()) + "\n").toByteArray())
        stream.fd.sync()
    }
    if (!unfinished.renameTo(file)) {
        unfinished.delete()
        throw IOException("$file could not be written")
    }
}

/** run.json, as mobilec/benchmarking/run.schema.json has it. */
public fun Run.toJson(): JsonObject = json(
    "schema" to SCHEMA,
    "id" to id,
    "session" to session.let {
        json("id" to it.id, "seed" to it.seed, "variants" to it.variants, "rounds" to it.rounds, "index" to it.index)
    },
    "started" to started,
    "seconds" to seconds,
    "runner" to "kotlin",
    "app" to app.let {
        json("name" to it.name, "version" to it.version, "commit" to it.commit, "build_type" to it.buildType)
    },
    "device" to json(device),
    "conditions" to conditions.let {
        json(
            "start" to json(it.start), "end" to json(it.end), "worst_thermal" to it.worst?.word,
            "waited_seconds" to it.waitedSeconds, "interruptions" to it.interruptions,
            "clocks" to it.clocks?.map(::json),
        )
    },
    "variant" to json(variant),
    "protocol" to protocol.let {
        json(
            "warmups" to it.warmups, "runs" to it.runs, "seconds" to it.seconds,
            "sustained_minutes" to it.sustainedMinutes,
        )
    },
    "goldens" to goldens?.let(::json),
    "measured" to measured?.let(::json),
    "exit_status" to exitStatus,
    "error" to error,
    "valid" to valid,
    "reasons" to reasons.map { json("code" to it.code, "message" to it.message) },
    "notes" to notes.map { json("code" to it.code, "message" to it.message) },
)

internal fun json(vararg fields: Pair<String, Any?>) =
    JsonObject(fields.associate { (name, value) -> name to element(value) })

private fun element(value: Any?): JsonElement = when (value) {
    null -> JsonNull
    is JsonElement -> value
    is String -> JsonPrimitive(value)
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is List<*> -> JsonArray(value.map(::element))
    is Map<*, *> -> JsonObject(value.entries.associate { it.key.toString() to element(it.value) })
    else -> error("run.json has no place for a ${value::class.java}")
}

private val PRETTY = Json { prettyPrint = true }
