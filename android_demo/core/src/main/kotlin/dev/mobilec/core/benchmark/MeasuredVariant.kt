package dev.mobilec.core.benchmark

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.double
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long

/** What a job measures; a bundle without a program for its engine is refused. */
internal fun variant(job: Job): Variant {
    val manifest = job.bundle.manifest
    val file = manifest.program(job.engine.name)
    return Variant(
        bundle = manifest.name,
        task = manifest.task,
        model = manifest.source.model,
        manifestSha256 = job.bundle.manifestSha256,
        engine = job.engine.name,
        engineVersion = job.engine.unavailable()?.let { "none" } ?: job.engine.version,
        threads = job.threads,
        file = file.path,
        format = file.format,
        precision = file.precision,
        sha256 = file.sha256,
        sizeBytes = file.sizeBytes,
        textBytes = manifest.texts.filter { it.role == "tokenizer" }.sumOf { it.sizeBytes },
        uniqueParameters = manifest.uniqueParameters,
        storedBytes = file.storedBytes,
        arenaBytes = file.methods.associate { it.name to it.arenaBytes },
        beams = manifest.decoding?.settings?.numBeams,
        quality = quality(manifest.document, file.format),
    )
}

/** Figures of the manifest for one format. */
private fun quality(manifest: JsonObject, format: String): List<Metric> =
    (manifest["quality"] as? JsonArray).orEmpty().filterIsInstance<JsonObject>().filter {
        it.getValue("format").jsonPrimitive.content == format
    }.map {
        Metric(
            metric = it.getValue("metric").jsonPrimitive.content,
            floatValue = it.getValue("float_value").jsonPrimitive.double,
            exportedValue = it.getValue("exported_value").jsonPrimitive.double,
            data = it.getValue("data").jsonPrimitive.content,
            rows = it.getValue("rows").jsonPrimitive.long,
        )
    }
