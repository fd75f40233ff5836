import Mobilec

// The parts of run.json, each as its object: see ``Run/json``.

extension Session {
    var json: Json {
        [
            "id": .text(id), "seed": .integer(seed), "variants": .integer(variants),
            "rounds": .integer(rounds), "index": .array(index.map(Json.integer)),
        ]
    }
}

extension AppBuild {
    var json: Json {
        [
            "name": .text(name), "version": .text(version), "commit": .text(commit),
            "build_type": .text(buildType),
        ]
    }
}

extension Device {
    var json: Json {
        [
            "kind": .text(kind.rawValue),
            "manufacturer": .text(manufacturer),
            "model": .text(model),
            "name": .text(name),
            "soc": .text(soc),
            "cores": .integer(cores),
            "features": .texts(features),
            "memory_bytes": .whole(memoryBytes),
            "available_bytes": .whole(availableBytes),
            "os": .text(os),
            "os_version": .text(osVersion),
            "abi": .text(abi),
        ]
    }
}

extension Condition {
    /// Apple tells no temperature of the battery, and no headroom.
    var json: Json {
        [
            "battery_percent": .real(batteryPercent),
            "plugged": .flag(plugged),
            "power_save": .flag(powerSave),
            "thermal": .text(thermal?.rawValue),
            "battery_celsius": .null,
            "headroom": .null,
            "load_average": .real(loadAverage),
        ]
    }
}

extension Conditions {
    var json: Json {
        [
            "start": start.json, "end": end.json, "worst_thermal": .text(worst?.rawValue),
            "waited_seconds": .double(waitedSeconds), "interruptions": .whole(interruptions),
        ]
    }
}

extension Effort {
    var json: Json {
        [
            "warmups": .integer(warmups), "runs": .integer(runs), "seconds": .double(seconds),
            "sustained_minutes": .double(sustainedMinutes),
        ]
    }
}

extension Variant {
    var json: Json {
        [
            "bundle": .text(bundle),
            "task": .text(task),
            "model": .text(model),
            "manifest_sha256": .text(manifestSha256),
            "engine": .text(engine),
            "engine_version": .text(engineVersion),
            "threads": .integer(threads),
            "file": .text(file),
            "format": .text(format),
            "precision": .text(precision),
            "sha256": .text(sha256),
            "size_bytes": .integer(sizeBytes),
            "text_bytes": .integer(textBytes),
            "unique_parameters": .integer(uniqueParameters),
            "stored_bytes": .named(storedBytes, Json.integer),
            "arena_bytes": .named(arenaBytes, Json.whole),
            "delegated": .null,
            "beams": .whole(beams),
            "quality": .array(quality.map(\.json)),
            "compute_units": .text(computeUnits?.rawValue),
            "ran_on": .text(ranOn?.rawValue),
            "plan": .of(plan?.json),
        ]
    }
}

extension Metric {
    var json: Json {
        [
            "metric": .text(metric), "float_value": .double(floatValue),
            "exported_value": .double(exportedValue), "data": .text(data), "rows": .integer(rows),
        ]
    }
}

extension Plan {
    var json: Json {
        [
            "neural_engine": .double(neuralEngine), "gpu": .double(gpu), "cpu": .double(cpu),
            "operators": .integer(operators),
        ]
    }
}

extension Goldens {
    var json: Json {
        [
            "passed": .bool(passed),
            "sentences": .integer(sentences),
            "equal": .integer(equal),
            "relative_error": .real(relativeError),
            "tolerance": .double(tolerance),
            "difference": .of(
                difference.map {
                    ["text": .text($0.text), "expected": .text($0.expected), "found": .text($0.found)]
                }),
        ]
    }
}

extension Measured {
    var json: Json {
        [
            "load": load.json,
            "sentences": .array(sentences.map(\.json)),
            "memory": memory.json,
            "sustained": .of(sustained.map { .array($0.map(\.json)) }),
        ]
    }
}

extension Load {
    var json: Json {
        [
            "cold_ms": .array(coldMs.map(Json.double)),
            "warm_ms": .array(warmMs.map { [.double($0)] } ?? []),
            "first_run_ms": .array([.double(firstRunMs)]), "tokenizer_ms": .array([.double(tokenizerMs)]),
            "compile_ms": .real(compileMs), "first_ever_load_ms": .real(firstEverLoadMs),
            "first_answer_ms": .array(firstAnswerMs.map { [.double($0)] } ?? []),
        ]
    }
}

extension Memory {
    var json: Json {
        [
            "baseline_bytes": .whole(baselineBytes),
            "loaded_bytes": .whole(loadedBytes),
            "peak_bytes": .whole(peakBytes),
            "peak_with_swap_bytes": .whole(peakWithSwapBytes),
            "retained_bytes": .whole(retainedBytes),
            "arena_bytes": .whole(arenaBytes),
            "sampled": .bool(sampled),
        ]
    }
}

extension Minute {
    var json: Json {
        [
            "minute": .integer(minute), "runs": .integer(runs), "median_ms": .double(medianMs),
            "p90_ms": .double(p90Ms), "thermal": .text(thermal?.rawValue),
        ]
    }
}

extension Sentence {
    var json: Json {
        [
            "name": .text(name),
            "text": .text(text),
            "source_tokens": .integer(sourceTokens),
            "target_tokens": .whole(targetTokens),
            "answer": .text(answer),
            "total_ms": totalMs.json,
            "tokenize_ms": tokenizeMs.json,
            "run_ms": runMs.json,
            "detokenize_ms": detokenizeMs.json,
            "methods": .named(methods, \.json),
            "translation": .of(translation?.json),
        ]
    }
}

extension TranslationTimes {
    var json: Json {
        [
            "encode_ms": encodeMs.json, "first_token_ms": firstTokenMs.json,
            "per_token_ms": perTokenMs.json, "tokens_per_second": .double(tokensPerSecond),
        ]
    }
}

extension Series {
    var json: Json {
        ["samples": .array(samples.map(Json.double)), "statistics": statistics.json]
    }
}

extension Statistics {
    var json: Json {
        [
            "count": .integer(count),
            "mean": .double(mean),
            "std": .double(std),
            "min": .double(min),
            "p50": .double(p50),
            "p90": .double(p90),
            "p95": .double(p95),
            "p99": .double(p99),
            "max": .double(max),
            "trimmed_mean": .double(trimmedMean),
            "cv": .double(cv),
            "spread": .double(spread),
        ]
    }
}
