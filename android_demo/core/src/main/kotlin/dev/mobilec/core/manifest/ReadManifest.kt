package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.items
import dev.mobilec.core.json.readJson
import dev.mobilec.core.json.record
import dev.mobilec.core.json.small
import dev.mobilec.core.json.whole
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.io.File

public const val MANIFEST: String = "manifest.json"

/** Reads and checks manifest.json of a folder: its schema, its fields, and that no path leaves. */
public fun readManifest(folder: File): Manifest {
    val file = File(folder, MANIFEST)
    refuseUnreadable(file) { "$folder is not a bundle: it has no $MANIFEST" }
    return manifestOf(readJson(file, file.path), file.path)
}

/** The manifest in a document; [where] names it in refusals. */
internal fun manifestOf(document: JsonElement, where: String): Manifest {
    val schema = (document as? JsonObject)?.get("schema")
    val known = (1..SCHEMA).firstOrNull { schema == JsonPrimitive(it) } ?: throw Refused(
        "$where has schema $schema; this app reads ${(1..SCHEMA).joinToString(" and ")}: " +
            "export the bundle with the mobilec of this app",
    )
    val manifest = record(document, where) { manifest(entries, known) }
    manifest.listed.forEach { refuseOutside(it.path, where) }
    return manifest
}

private fun Fields.manifest(document: JsonObject, schema: Int): Manifest {
    long("schema")
    // What only people ask for; it is in the document.
    listOf("compression", "quality", "parity", "verified_on", "ids_held_against").forEach(::any)
    val (asked, kept) = record("precision") {
        listOf("why", "most_error", "least_agreement").forEach(::any)
        text("asked") to texts("kept_float")
    }
    return Manifest(
        name = text("name"),
        task = text("task"),
        created = text("created"),
        tool = record("tool") { Tool(text("version"), text("commit")) },
        source = record("source") { source() },
        files = records("files") { program() },
        texts = records("texts") { TextFile(text("path"), text("role"), long("size_bytes"), text("sha256")) },
        text = record("text") { text() },
        limits = record("limits") { Limits(int("shortest"), int("longest"), intOrNull("longest_target")) },
        precision = asked,
        keptFloat = kept,
        uniqueParameters = long("unique_parameters"),
        decoding = recordOrNull("decoding") { if (schema == 1) decodingOfSizes() else decoding() },
        document = document,
    )
}

private fun Fields.source() = Source(
    text("model"), text("origin"), text("architecture"), text("family"), text("sha256"), textOrNull("licence"),
)

private fun Fields.program() = ProgramFile(
    path = text("path"),
    format = text("format"),
    runtime = text("runtime"),
    runtimeVersion = text("runtime_version"),
    precision = text("precision"),
    sizeBytes = long("size_bytes"),
    sha256 = text("sha256"),
    methods = records("methods") { method() },
    storedBytes = map("stored_bytes", ::whole),
    int8Bytes = long("int8_bytes"),
    idealBytes = long("ideal_bytes"),
    rowTables = records("row_tables") { rowTable() },
    again = records("again") { Again(text("name"), long("size_bytes"), text("reason")) },
)

private fun Fields.method() = MethodEntry(
    text("name"), records("inputs") { tensor() }, records("outputs") { tensor() }, longOrNull("arena_bytes"),
    records("states") { tensor() },
)

private fun Fields.tensor() = TensorEntry(text("name"), text("dtype"), list("shape", ::size))

private fun size(element: JsonElement, where: String): Size = if (element is JsonObject) {
    record(element, where) { Size(text("name"), long("minimum"), long("maximum")) }
} else {
    whole(element, where).let { Size(null, it, it) }
}

private fun Fields.rowTable() = RowTable(
    text("name"), long("offset"), int("rows"), int("width"), text("dtype"), longOrNull("scales_offset"),
    records("inputs") { RowsInput(text("method"), text("name")) },
    first = intOrNull("first") ?: 0,
    column = intOrNull("column") ?: 0,
)

private fun Fields.text() = TextEntry(
    tokenizer = text("tokenizer"),
    labels = texts("labels"),
    padId = long("pad_id"),
    targetTokenizer = textOrNull("target_tokenizer"),
    prefix = textOrNull("prefix").orEmpty(),
    sourceLanguage = textOrNull("source_language"),
    targetLanguage = textOrNull("target_language"),
    unknown = recordOrNull("unknown") { Unknown(long("first"), long("id")) },
    sourceScripts = texts("source_scripts"),
    pairs = booleanOrNull("pairs") ?: false,
    keepsEnd = keepsEnd(textOrNull("truncation_side"), where),
)

private fun keepsEnd(side: String?, where: String): Boolean = when (side) {
    null, "right" -> false
    "left" -> true
    else -> throw Refused("$where.truncation_side is \"$side\"; it can be \"left\" or \"right\"")
}

internal fun Fields.settings() = GenerationSettings(
    startId = int("start_id"),
    eosIds = ints("eos_ids"),
    numBeams = int("num_beams"),
    lengthPenalty = double("length_penalty"),
    earlyStopping = earlyStopping(any("early_stopping"), where),
    minLength = int("min_length"),
    maxLength = int("max_length"),
    noRepeatNgram = int("no_repeat_ngram"),
    badWords = list("bad_words") { word, place -> items(word, place, ::small) },
    forcedBos = intOrNull("forced_bos"),
    forcedEos = ints("forced_eos"),
    suppress = ints("suppress"),
    beginSuppress = ints("begin_suppress"),
    renormalize = boolean("renormalize"),
    repetitionPenalty = doubleOrNull("repetition_penalty") ?: 1.0,
    encoderRepetitionPenalty = doubleOrNull("encoder_repetition_penalty") ?: 1.0,
    encoderNoRepeatNgram = intOrNull("encoder_no_repeat_ngram") ?: 0,
    sequenceBias = records("sequence_bias") { Bias(ints("tokens"), double("added")) },
    decay = recordOrNull("decay") { Decay(int("start"), double("factor")) },
    removeInvalid = booleanOrNull("remove_invalid") ?: false,
)

private fun earlyStopping(value: JsonElement?, where: String): EarlyStopping = when (value) {
    JsonPrimitive(true) -> EarlyStopping.ALWAYS
    JsonPrimitive(false) -> EarlyStopping.WHEN_NOT_BETTER
    JsonPrimitive("never") -> EarlyStopping.NEVER
    else -> throw Refused("$where.early_stopping is $value; it can be true, false or \"never\"")
}

private fun Fields.decoding() = Decoding(
    record("settings") { settings() }, int("hypotheses"), int("capacity"), texts("source"),
    records("states") { StateEntry(text("name"), text("new"), update()) },
    recordOrNull("shortlist") { ShortlistEntry(text("path"), text("method"), text("rows")) },
)

internal fun Fields.update(): Update = when (val rule = text("update")) {
    "append" -> Update.APPEND
    "replace" -> Update.REPLACE
    else -> throw Refused("$where.update is \"$rule\"; this app knows \"append\" and \"replace\"")
}

/** Schema 1 counted what a Transformer keeps whose layers are all alike, and named none of it. */
private fun Fields.decodingOfSizes(): Decoding {
    val settings = record("settings") { settings() }
    return record("layout") {
        listOf("heads", "width").forEach(::int)
        val names = (0 until int("layers")).flatMap { listOf("key_$it", "value_$it") }
        val states = names.map { StateEntry(it, "new_$it", Update.APPEND) }
        Decoding(settings, int("hypotheses"), int("capacity"), names.map { "cross_$it" }, states)
    }
}

private fun refuseOutside(path: String, manifest: String) {
    val leaves = path.isEmpty() || path.startsWith("/") || ".." in path.split("/") || '\\' in path || ':' in path
    if (leaves) throw Refused("$manifest names \"$path\", which leaves the bundle; nothing was opened")
}
