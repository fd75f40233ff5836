package dev.mobilec.core.text.pretokenizer

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.text.json.booleanOr
import dev.mobilec.core.text.json.code
import dev.mobilec.core.text.json.readPattern
import dev.mobilec.core.text.json.typed
import kotlinx.serialization.json.JsonElement

/** The pre-tokenizers of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> PreTokenizer> = mapOf(
    "Sequence" to { it -> Chain(it.list("pretokenizers", ::readPreTokenizer)) },
    "BertPreTokenizer" to { _ -> BertPreTokenizer },
    "ByteLevel" to ::readByteLevel,
    "Digits" to { it -> Digits(it.boolean("individual_digits")) },
    "Metaspace" to ::readMetaspace,
    "Punctuation" to { it -> Punctuation(readDelimiter(it, "Isolated")) },
    "Split" to { it -> Split(readPattern(it, "pattern"), readDelimiter(it), it.boolean("invert")) },
    "Whitespace" to { _ -> Whitespace },
    "WhitespaceSplit" to { _ -> WhitespaceSplit },
)

internal fun readPreTokenizer(element: JsonElement, where: String): PreTokenizer =
    typed(element, where, "pre-tokenizer", KINDS)

internal fun readByteLevel(fields: Fields): ByteLevel {
    // It moves the places of tokens in the text, which nobody here asks for.
    fields.any("trim_offsets")
    return ByteLevel(fields.boolean("add_prefix_space"), fields.booleanOr("use_regex", true))
}

internal fun readMetaspace(fields: Fields): Metaspace {
    val asked = fields.textOrNull("prepend_scheme") ?: Metaspace.Scheme.ALWAYS.spelling
    val scheme = Metaspace.Scheme.entries.firstOrNull { it.spelling == asked }
        ?: throw Refused("${fields.where}.prepend_scheme is $asked; known are always, first and never")
    // Both are how files of older versions said the same.
    fields.any("str_rep")
    val prepends = fields.booleanOr("add_prefix_space", true)
    val found = if (prepends) scheme else Metaspace.Scheme.NEVER
    return Metaspace(fields.code("replacement"), found, fields.booleanOr("split", true))
}

private fun readDelimiter(fields: Fields, default: String? = null): Delimiter {
    val asked = fields.textOrNull("behavior") ?: default
    return Delimiter.entries.firstOrNull { it.spelling == asked } ?: throw Refused(
        "${fields.where}.behavior is $asked; known are ${Delimiter.entries.joinToString { it.spelling }}",
    )
}
