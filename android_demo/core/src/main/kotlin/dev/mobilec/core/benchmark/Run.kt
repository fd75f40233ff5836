package dev.mobilec.core.benchmark

import dev.mobilec.core.goldens.Goldens

/*
 * run.json as classes: the fields are those of mobilec/benchmarking/run.schema.json, which says
 * what each means. Times are milliseconds, sizes bytes; null is what the system does not say.
 */

/** What variants that are compared have in common, and the place of this one among them. */
public data class Session(val id: String, val seed: Long, val variants: Int, val rounds: Int, val index: List<Int>)

public data class Conditions(
    val start: Condition,
    val end: Condition,
    val worst: Thermal?,
    val waitedSeconds: Double,
    val interruptions: Int? = null,
    val clocks: List<Clocked>? = null,
)

/** A figure of quality, as the manifest has it. */
public data class Metric(
    val metric: String,
    val floatValue: Double,
    val exportedValue: Double,
    val data: String,
    val rows: Long,
)

/** The variant: what is measured. */
public data class Variant(
    val bundle: String,
    val task: String,
    val model: String,
    val manifestSha256: String,
    val engine: String,
    val engineVersion: String,
    val threads: Int,
    val file: String,
    val format: String,
    val precision: String,
    val sha256: String,
    val sizeBytes: Long,
    val textBytes: Long,
    val uniqueParameters: Long,
    val storedBytes: Map<String, Long>,
    val arenaBytes: Map<String, Long?>,
    val beams: Int?,
    val quality: List<Metric>,
)

/** How much is measured; see docs/benchmarking.md. */
public data class Protocol(
    val warmups: Int = 5,
    val runs: Int = 50,
    val seconds: Double = 10.0,
    val sustainedMinutes: Double = 0.0,
)

/** [warmMs]: null where the process did not come so far; [firstAnswerMs]: where it was not started for it. */
public data class Load(
    val coldMs: List<Double>,
    val warmMs: Double?,
    val firstRunMs: Double,
    val tokenizerMs: Double,
    val firstAnswerMs: Double? = null,
)

/** Samples with what they say. */
public data class Series(val samples: List<Double>) {
    val statistics: Statistics = statistics(samples)
}

public data class TranslationTimes(
    val encodeMs: Series,
    val firstTokenMs: Series,
    val perTokenMs: Series,
    val tokensPerSecond: Double,
)

/** One of the three sentences. [totalMs]: from text to text. */
public data class Sentence(
    val name: String,
    val text: String,
    val sourceTokens: Int,
    val targetTokens: Int?,
    val answer: String,
    val totalMs: Series,
    val tokenizeMs: Series,
    val runMs: Series,
    val detokenizeMs: Series,
    val methods: Map<String, Series>,
    val translation: TranslationTimes?,
)

public data class Memory(
    val baselineBytes: Long?,
    val loadedBytes: Long?,
    val peakBytes: Long?,
    val peakWithSwapBytes: Long?,
    val retainedBytes: Long?,
    val arenaBytes: Long?,
    val sampled: Boolean = false,
    val rollup: Rollup? = null,
)

/** At the moments of [Memory], by page. [afterRuns]: with the program still loaded, as no peak is kept of these. */
public data class Rollup(val baseline: Pages?, val loaded: Pages?, val afterRuns: Pages?)

public data class Minute(val minute: Int, val runs: Int, val medianMs: Double, val p90Ms: Double, val thermal: Thermal?)

public data class Measured(
    val load: Load,
    val sentences: List<Sentence>,
    val memory: Memory,
    val sustained: List<Minute>?,
)

/** Why a run is not valid. */
public data class Reason(val code: String, val message: String)

/** What is to be known of a run, valid or not. */
public data class Note(val code: String, val message: String)

/** One document. Where [measured] is null, [error] says why. */
public data class Run(
    val id: String,
    val session: Session,
    val started: String,
    val seconds: Double,
    val app: App,
    val device: Device,
    val conditions: Conditions,
    val variant: Variant,
    val protocol: Protocol,
    val goldens: Goldens?,
    val measured: Measured?,
    val exitStatus: Int,
    val error: String?,
) {
    val reasons: List<Reason> = reasons(this)
    val valid: Boolean get() = reasons.isEmpty()
    val notes: List<Note> = notes(this)
}
