package dev.mobilec.core.text.postprocessor

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.json.items
import dev.mobilec.core.json.record
import dev.mobilec.core.json.small
import dev.mobilec.core.text.json.typed
import dev.mobilec.core.text.pretokenizer.readByteLevel
import kotlinx.serialization.json.JsonElement

/** The post-processors of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> PostProcessor> = mapOf(
    "Sequence" to { it ->
        it.list("processors", ::readPostProcessor).fold(PostProcessor.PLAIN) { inner, outer -> inner.inside(outer) }
    },
    "BertProcessing" to { it -> PostProcessor.bert(special(it, "cls"), special(it, "sep")) },
    "ByteLevel" to { it ->
        // As a post-processor it only moves the places of tokens in the text.
        readByteLevel(it)
        PostProcessor.PLAIN
    },
    "RobertaProcessing" to { it ->
        it.any("trim_offsets")
        it.any("add_prefix_space")
        PostProcessor.roberta(special(it, "cls"), special(it, "sep"))
    },
    "TemplateProcessing" to ::readTemplate,
)

internal fun readPostProcessor(element: JsonElement, where: String): PostProcessor =
    typed(element, where, "post-processor", KINDS)

/** `["[SEP]", 102]`. */
private fun special(fields: Fields, name: String): Int {
    val where = "${fields.where}.$name"
    val pair = items(fields.any(name) ?: throw Refused("$where is missing"), where) { item, _ -> item }
    return small(pair.lastOrNull() ?: throw Refused("$where should be a token and its id"), where)
}

/** The templates of one text and of two; a template of two that has not both once is none. */
private fun readTemplate(fields: Fields): PostProcessor {
    val ids = fields.map("special_tokens") { token, place -> record(token, place, ::readSpecial) }
    val one = fields.list("single") { part, place -> record(part, place) { readPart(ids) } }
    val two = fields.list("pair") { part, place -> record(part, place) { readPart(ids) } }
    val texts = one.filterIsInstance<Text>()
    if (texts.size != 1 || texts.single().isPair) {
        val there = texts.map { if (it.isPair) TEXTS.last() else TEXTS.first() }
        throw Refused("${fields.where}.single has the texts $there; served is A, once")
    }
    val pairs = two.filterIsInstance<Text>().map(Text::isPair)
    return PostProcessor(one, two.takeIf { pairs.size == 2 && true in pairs && false in pairs })
}

private fun readSpecial(fields: Fields): IntArray {
    fields.text("id")
    fields.texts("tokens")
    return fields.ints("ids").toIntArray()
}

private fun Fields.readPart(ids: Map<String, IntArray>): Part {
    val special = recordOrNull("SpecialToken") { text("id") to int("type_id") }
    if (special != null) {
        val (name, type) = special
        return Special(
            ids[name] ?: throw Refused("$where names $name, which is not among its special_tokens"), type,
        )
    }
    return record("Sequence") {
        val name = text("id")
        if (name !in TEXTS) throw Refused("$where asks for the text $name; there are ${TEXTS.joinToString()}")
        Text(isPair = name == TEXTS.last(), int("type_id"))
    }
}

/** The text and its pair, as templates name them. */
private val TEXTS = listOf("A", "B")
