package dev.mobilec.core.text.postprocessor

import dev.mobilec.core.Refused
import dev.mobilec.core.manifest.Fields
import dev.mobilec.core.manifest.items
import dev.mobilec.core.manifest.record
import dev.mobilec.core.manifest.whole
import dev.mobilec.core.text.json.typed
import dev.mobilec.core.text.pretokenizer.readByteLevel
import kotlinx.serialization.json.JsonElement

/** The post-processors of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> PostProcessor> = mapOf(
    "Sequence" to { it -> Chain(it.list("processors", ::readPostProcessor)) },
    "BertProcessing" to { it -> readPair(it) },
    "ByteLevel" to { it ->
        // As a post-processor it only moves the places of tokens in the text.
        readByteLevel(it)
        PostProcessor { ids -> ids }
    },
    "RobertaProcessing" to { it ->
        it.any("trim_offsets")
        it.any("add_prefix_space")
        readPair(it)
    },
    "TemplateProcessing" to ::readTemplate,
)

internal fun readPostProcessor(element: JsonElement, where: String): PostProcessor =
    typed(element, where, "post-processor", KINDS)

private fun readPair(fields: Fields) = Surround(intArrayOf(special(fields, "cls")), intArrayOf(special(fields, "sep")))

/** `["[SEP]", 102]`. */
private fun special(fields: Fields, name: String): Int {
    val where = "${fields.where}.$name"
    val pair = items(fields.any(name) ?: throw Refused("$where is missing"), where) { item, _ -> item }
    return Math.toIntExact(whole(pair.lastOrNull() ?: throw Refused("$where should be a token and its id"), where))
}

/** The template of one text; that of two texts is not used here. */
private fun readTemplate(fields: Fields): PostProcessor {
    fields.any("pair")
    val ids = fields.map("special_tokens") { token, place -> record(token, place, ::readSpecial) }
    val parts = fields.list("single") { part, place -> record(part, place) { readPart(ids) } }
    val texts = parts.count { it == null }
    if (texts != 1) throw Refused("${fields.where}.single has the text $texts times; served is once")
    val (before, after) = parts.indexOf(null).let { parts.take(it) to parts.drop(it + 1) }
    return Surround(joined(before), joined(after))
}

private fun readSpecial(fields: Fields): IntArray {
    fields.text("id")
    fields.texts("tokens")
    return fields.longs("ids").map(Math::toIntExact).toIntArray()
}

/** The ids of a special token; null for the text. */
private fun Fields.readPart(ids: Map<String, IntArray>): IntArray? {
    val special = recordOrNull("SpecialToken") {
        any("type_id")
        text("id")
    }
    if (special != null) {
        return ids[special] ?: throw Refused("$where names $special, which is not among its special_tokens")
    }
    record("Sequence") {
        any("type_id")
        if (text("id") != "A") throw Refused("$where asks for a second text, and there is one")
    }
    return null
}

private fun joined(parts: List<IntArray?>): IntArray = parts.filterNotNull().fold(IntArray(0), IntArray::plus)
