package dev.mobilec.app

import dev.mobilec.core.benchmark.App
import dev.mobilec.core.benchmark.Condition
import dev.mobilec.core.benchmark.Conditions
import dev.mobilec.core.benchmark.DONE
import dev.mobilec.core.benchmark.Device
import dev.mobilec.core.benchmark.Load
import dev.mobilec.core.benchmark.Measured
import dev.mobilec.core.benchmark.Memory
import dev.mobilec.core.benchmark.Protocol
import dev.mobilec.core.benchmark.Run
import dev.mobilec.core.benchmark.Sentence
import dev.mobilec.core.benchmark.Series
import dev.mobilec.core.benchmark.TranslationTimes
import dev.mobilec.core.benchmark.Variant
import dev.mobilec.core.benchmark.alone

/** A run as a measurement gives it, with a sentence that spreads, so that it is not valid and says why. */
fun someRun(): Run = Run(
    id = "run",
    session = alone(seed = 0),
    started = "2026-01-31T12:00:00Z",
    seconds = 12.0,
    app = App("dev.mobilec.demo", "0.1.0", commit = "", buildType = "release"),
    device = Device(
        "phone", "Maker", "M-1", null, "Chips C9", 8, emptyList(), null, null, "Android", "15 (API 35)", "arm64-v8a",
    ),
    conditions = Conditions(Condition(headroom = 0.9), Condition(), null, 0.0, interruptions = 1),
    variant = Variant(
        bundle = "translate-en-de", task = "translation", model = "shipped", manifestSha256 = "", engine = "onnx",
        engineVersion = "1.29.0", threads = 2, file = "model.onnx", format = "onnx", precision = "int8", sha256 = "",
        sizeBytes = 6_000_000, textBytes = 240_000, uniqueParameters = 6_000_000, storedBytes = emptyMap(),
        arenaBytes = emptyMap(), beams = 1, quality = emptyList(),
    ),
    protocol = Protocol(),
    goldens = null,
    measured = Measured(Load(listOf(812.5), 97.1, 61.2, 12.0, 1530.0), listOf(longest()), memory(), null),
    exitStatus = DONE,
    error = null,
)

private fun longest(): Sentence {
    val series = Series(listOf(40.0, 41.5, 41.5, 60.0))
    val times = TranslationTimes(series, series, series, tokensPerSecond = 312.4)
    return Sentence(
        "longest", "Where is the station?", 6, 7, "Wo ist der Bahnhof?", series, series, series, series,
        emptyMap(), times,
    )
}

private fun memory() = Memory(
    baselineBytes = 90_000_000, loadedBytes = 110_000_000, peakBytes = 120_000_000, peakWithSwapBytes = 120_000_000,
    retainedBytes = 91_000_000, arenaBytes = null,
)
