package dev.mobilec.core.text.model

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.items
import dev.mobilec.core.json.real
import dev.mobilec.core.json.small
import dev.mobilec.core.text.json.booleanOr
import dev.mobilec.core.text.json.typed
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive

/** The models of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> SubwordModel> = mapOf(
    "BPE" to ::readBpe,
    "Unigram" to ::readUnigram,
    "WordLevel" to { it -> WordLevel(readVocabulary(it), it.text("unk_token")) },
    "WordPiece" to { it ->
        val prefix = it.text("continuing_subword_prefix")
        WordPiece(readVocabulary(it), it.text("unk_token"), prefix, it.int("max_input_chars_per_word"))
    },
)

internal fun readModel(element: JsonElement, where: String): SubwordModel = Remembering(typed(element, where, "model", KINDS))

private fun readVocabulary(fields: Fields) = Vocabulary(ids(fields))

private fun ids(fields: Fields): Map<String, Int> = fields.map("vocab", ::small)

private fun readBpe(fields: Fields): SubwordModel {
    if (fields.any("dropout") != null && fields.double("dropout") != 0.0) {
        throw Refused("${fields.where} has dropout, which cuts a text differently each time; set it to null")
    }
    val ids = ids(fields)
    val prefix = fields.textOrNull("continuing_subword_prefix").orEmpty()
    val options = Bpe.Options(
        unknown = fields.textOrNull("unk_token"),
        prefix = prefix,
        suffix = fields.textOrNull("end_of_word_suffix").orEmpty(),
        fusesUnknown = fields.booleanOr("fuse_unk", false),
        fallsBackToBytes = fields.booleanOr("byte_fallback", false),
        ignoresMerges = fields.booleanOr("ignore_merges", false),
    )
    val merges = fields.list("merges", ::readMerge).filterNotNull()
    fun id(token: String) =
        ids[token] ?: throw Refused("${fields.where}.merges makes or takes \"$token\", which the vocabulary lacks")
    val made = IntArray(merges.size) { id(merges[it].first + merges[it].second.drop(prefix.length)) }
    return Bpe(Vocabulary(ids), Merges(merges.map { (left, right) -> id(left) to id(right) }, made), options)
}

/** A pair as `["a", "b"]` or, before tokenizers 0.20, `"a b"`; null for a line of older files with their version. */
private fun readMerge(element: JsonElement, where: String): Pair<String, String>? {
    if (element is JsonPrimitive && element.content.startsWith("#version")) return null
    val parts = when (element) {
        is JsonArray -> items(element, where) { token, _ -> (token as? JsonPrimitive)?.content.orEmpty() }
        is JsonPrimitive -> element.content.split(' ')
        else -> emptyList()
    }
    if (parts.size != 2) throw Refused("$where should be two tokens, and is ${element.toString().take(60)}")
    return parts[0] to parts[1]
}

private fun readUnigram(fields: Fields): SubwordModel {
    val scored = fields.list("vocab") { entry, place ->
        val pair = items(entry, place) { item, _ -> item }
        if (pair.size != 2) throw Refused("$place should be a token and its score")
        (pair[0] as JsonPrimitive).content to real(pair[1], place)
    }
    val unknown = fields.intOrNull("unk_id")
    if (unknown != null && unknown !in scored.indices) {
        throw Refused("${fields.where}.unk_id is $unknown, and the vocabulary has ${scored.size} tokens")
    }
    val scores = DoubleArray(scored.size) { scored[it].second }
    return Unigram(scored.map { it.first }, scores, unknown, fields.booleanOr("byte_fallback", false))
}
