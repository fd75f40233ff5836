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

private fun json(device: Device) = json(
    "kind" to device.kind,
    "manufacturer" to device.manufacturer,
    "model" to device.model,
    "name" to device.name,
    "soc" to device.soc,
    "cores" to device.cores,
    "features" to device.features,
    "memory_bytes" to device.memoryBytes,
    "available_bytes" to device.availableBytes,
    "os" to device.os,
    "os_version" to device.osVersion,
    "abi" to device.abi,
    "core_kinds" to device.coreKinds?.map { json("cores" to it.cores, "max_mhz" to it.maxMhz) },
)

private fun json(clocked: Clocked) =
    json("max_mhz" to clocked.maxMhz, "looks" to clocked.looks, "mhz" to clocked.mhz)

private fun json(condition: Condition) = json(
    "battery_percent" to condition.batteryPercent,
    "plugged" to condition.plugged,
    "power_save" to condition.powerSave,
    "thermal" to condition.thermal?.word,
    "battery_celsius" to condition.batteryCelsius,
    "headroom" to condition.headroom,
    "load_average" to condition.loadAverage,
)

private fun json(variant: Variant) = json(
    "bundle" to variant.bundle,
    "task" to variant.task,
    "model" to variant.model,
    "manifest_sha256" to variant.manifestSha256,
    "engine" to variant.engine,
    "engine_version" to variant.engineVersion,
    "threads" to variant.threads,
    "file" to variant.file,
    "format" to variant.format,
    "precision" to variant.precision,
    "sha256" to variant.sha256,
    "size_bytes" to variant.sizeBytes,
    "text_bytes" to variant.textBytes,
    "unique_parameters" to variant.uniqueParameters,
    "stored_bytes" to variant.storedBytes,
    "arena_bytes" to variant.arenaBytes,
    "delegated" to null,
    "beams" to variant.beams,
    "quality" to variant.quality.map {
        json(
            "metric" to it.metric, "float_value" to it.floatValue, "exported_value" to it.exportedValue,
            "data" to it.data, "rows" to it.rows,
        )
    },
)

private fun json(goldens: Goldens) = json(
    "passed" to goldens.passed,
    "sentences" to goldens.sentences,
    "equal" to goldens.equal,
    "relative_error" to goldens.relativeError,
    "tolerance" to goldens.tolerance,
    "difference" to goldens.difference?.let {
        json("text" to it.text, "expected" to it.expected, "found" to it.found)
    },
)

private fun json(measured: Measured) = json(
    "load" to measured.load.let {
        json(
            "cold_ms" to it.coldMs, "warm_ms" to listOfNotNull(it.warmMs), "first_run_ms" to listOf(it.firstRunMs),
            "tokenizer_ms" to listOf(it.tokenizerMs), "first_answer_ms" to listOfNotNull(it.firstAnswerMs),
        )
    },
    "sentences" to measured.sentences.map(::json),
    "memory" to measured.memory.let {
        json(
            "baseline_bytes" to it.baselineBytes, "loaded_bytes" to it.loadedBytes, "peak_bytes" to it.peakBytes,
            "peak_with_swap_bytes" to it.peakWithSwapBytes, "retained_bytes" to it.retainedBytes,
            "arena_bytes" to it.arenaBytes, "sampled" to it.sampled, "rollup" to it.rollup?.let(::json),
        )
    },
    "sustained" to measured.sustained?.map {
        json(
            "minute" to it.minute, "runs" to it.runs, "median_ms" to it.medianMs, "p90_ms" to it.p90Ms,
            "thermal" to it.thermal?.word,
        )
    },
)

private fun json(rollup: Rollup) = json(
    "baseline" to rollup.baseline?.let(::json),
    "loaded" to rollup.loaded?.let(::json),
    "after_runs" to rollup.afterRuns?.let(::json),
)

private fun json(pages: Pages) = json(
    "pss_bytes" to pages.proportional,
    "private_dirty_bytes" to pages.privateDirty,
    "private_clean_bytes" to pages.privateClean,
)

private fun json(sentence: Sentence) = json(
    "name" to sentence.name,
    "text" to sentence.text,
    "source_tokens" to sentence.sourceTokens,
    "target_tokens" to sentence.targetTokens,
    "answer" to sentence.answer,
    "total_ms" to json(sentence.totalMs),
    "tokenize_ms" to json(sentence.tokenizeMs),
    "run_ms" to json(sentence.runMs),
    "detokenize_ms" to json(sentence.detokenizeMs),
    "methods" to sentence.methods.mapValues { json(it.value) },
    "translation" to sentence.translation?.let {
        json(
            "encode_ms" to json(it.encodeMs), "first_token_ms" to json(it.firstTokenMs),
            "per_token_ms" to json(it.perTokenMs), "tokens_per_second" to it.tokensPerSecond,
        )
    },
)

private fun json(series: Series): JsonObject =
    json("samples" to series.samples, "statistics" to json(series.statistics))

private fun json(statistics: Statistics) = json(
    "count" to statistics.count,
    "mean" to statistics.mean,
    "std" to statistics.std,
    "min" to statistics.min,
    "p50" to statistics.p50,
    "p90" to statistics.p90,
    "p95" to statistics.p95,
    "p99" to statistics.p99,
    "max" to statistics.max,
    "trimmed_mean" to statistics.trimmedMean,
    "cv" to statistics.cv,
    "spread" to statistics.spread,
)

private fun json(vararg fields: Pair<String, Any?>) =
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
