package dev.mobilec.core.manifest

import dev.mobilec.core.Refused
import kotlinx.serialization.json.JsonObject

/** The schema of manifest.json that is written now; this app reads all up to it. */
public const val SCHEMA: Int = 2

/** The two tasks that a bundle can have. */
public const val CLASSIFICATION: String = "text-classification"
public const val TRANSLATION: String = "translation"

/** What the bundle was made from. */
public data class Source(
    val model: String,
    val origin: String,
    val architecture: String,
    val family: String,
    val sha256: String,
    val licence: String?,
)

/** Ids from [first] on are pieces that the model has no row for; it reads [id] in their place. */
public data class Unknown(val first: Long, val id: Long)

/**
 * How text becomes ids, and how an answer becomes words. [labels]: of a classifier, by index. [pairs]:
 * it labels a text and its pair, never a text alone. [keepsEnd]: of a text that is too long the
 * beginning is cut off, not the end. Of a translator: [targetTokenizer] where [tokenizer] cannot read
 * its tokens; [prefix] stands before every source. [sourceScripts]: codes of ISO 15924 of the scripts
 * that it was made for, empty for any.
 */
public data class TextEntry(
    val tokenizer: String,
    val labels: List<String>,
    val padId: Long,
    val targetTokenizer: String?,
    val prefix: String,
    val sourceLanguage: String?,
    val targetLanguage: String?,
    val unknown: Unknown?,
    val sourceScripts: List<String> = emptyList(),
    val pairs: Boolean = false,
    val keepsEnd: Boolean = false,
)

/** Lengths in tokens, special ones included; [longestTarget] without the start token. */
public data class Limits(val shortest: Int, val longest: Int, val longestTarget: Int?)

/** The exporter. */
public data class Tool(val version: String, val commit: String)

/** manifest.json: what a phone must know of a bundle. [document] is all of it, for who asks more. */
public data class Manifest(
    val name: String,
    val task: String,
    val created: String,
    val tool: Tool,
    val source: Source,
    val files: List<ProgramFile>,
    val texts: List<TextFile>,
    val text: TextEntry,
    val limits: Limits,
    val precision: String,
    val keptFloat: List<String>,
    val uniqueParameters: Long,
    val decoding: Decoding?,
    val document: JsonObject,
) {
    /** Every file that belongs to the bundle. */
    val listed: List<ListedFile>
        get() = files + texts

    /** The program of a format. */
    public fun program(format: String): ProgramFile = files.firstOrNull { it.format == format } ?: throw Refused(
        "the bundle \"$name\" has no $format program; it has ${files.joinToString { it.format }}",
    )
}
