package dev.mobilec.core.benchmark

import dev.mobilec.core.goldens.Goldens
import kotlinx.serialization.json.JsonObject

/*
 * The parts of run.json, each as its object: see toJson.
 */

internal fun json(device: Device) = json(
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

internal fun json(clocked: Clocked) =
    json("max_mhz" to clocked.maxMhz, "looks" to clocked.looks, "mhz" to clocked.mhz)

internal fun json(condition: Condition) = json(
    "battery_percent" to condition.batteryPercent,
    "plugged" to condition.plugged,
    "power_save" to condition.powerSave,
    "thermal" to condition.thermal?.word,
    "battery_celsius" to condition.batteryCelsius,
    "headroom" to condition.headroom,
    "load_average" to condition.loadAverage,
)

internal fun json(variant: Variant) = json(
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

internal fun json(goldens: Goldens) = json(
    "passed" to goldens.passed,
    "sentences" to goldens.sentences,
    "equal" to goldens.equal,
    "relative_error" to goldens.relativeError,
    "tolerance" to goldens.tolerance,
    "difference" to goldens.difference?.let {
        json("text" to it.text, "expected" to it.expected, "found" to it.found)
    },
)

internal fun json(measured: Measured) = json(
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

internal fun json(rollup: Rollup) = json(
    "baseline" to rollup.baseline?.let(::json),
    "loaded" to rollup.loaded?.let(::json),
    "after_runs" to rollup.afterRuns?.let(::json),
)

internal fun json(pages: Pages) = json(
    "pss_bytes" to pages.proportional,
    "private_dirty_bytes" to pages.privateDirty,
    "private_clean_bytes" to pages.privateClean,
)

internal fun json(sentence: Sentence) = json(
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

internal fun json(series: Series): JsonObject =
    json("samples" to series.samples, "statistics" to json(series.statistics))

internal fun json(statistics: Statistics) = json(
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
