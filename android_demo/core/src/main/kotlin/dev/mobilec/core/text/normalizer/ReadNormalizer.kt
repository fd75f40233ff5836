package dev.mobilec.core.text.normalizer

import dev.mobilec.core.Refused
import dev.mobilec.core.json.Fields
import dev.mobilec.core.text.json.booleanOr
import dev.mobilec.core.text.json.readPattern
import dev.mobilec.core.text.json.typed
import dev.mobilec.core.text.pattern.Pattern
import dev.mobilec.core.text.unicode.Forms
import kotlinx.serialization.json.JsonElement
import java.util.Base64

/** The normalizers of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> Normalizer> = mapOf(
    "Sequence" to { it -> Chain(it.list("normalizers", ::readNormalizer)) },
    "BertNormalizer" to ::readBert,
    "Lowercase" to { _ -> LowercaseNormalizer },
    "NFC" to { _ -> Form(Forms.NFC) },
    "NFD" to { _ -> Form(Forms.NFD) },
    "NFKC" to { _ -> Form(Forms.NFKC) },
    "NFKD" to { _ -> Form(Forms.NFKD) },
    "Nmt" to { _ -> Nmt },
    "Precompiled" to { it -> Precompiled(readCharsmap(it)) },
    "Prepend" to { it -> Prepend(it.text("prepend")) },
    "Replace" to { it -> readReplace(it) },
    "Strip" to { it -> Strip(it.boolean("strip_left"), it.boolean("strip_right")) },
    "StripAccents" to { _ -> StripAccents },
)

internal fun readNormalizer(element: JsonElement, where: String): Normalizer =
    typed(element, where, "normalizer", KINDS)

internal fun readReplace(fields: Fields): Replace {
    val pattern: Pattern = readPattern(fields, "pattern")
    return Replace(pattern, fields.text("content"))
}

private fun readBert(fields: Fields): Normalizer {
    val lowercases = fields.boolean("lowercase")
    return BertNormalizer(
        cleansText = fields.boolean("clean_text"),
        separatesChinese = fields.boolean("handle_chinese_chars"),
        stripsAccents = fields.booleanOr("strip_accents", lowercases),
        lowercases = lowercases,
    )
}

private fun readCharsmap(fields: Fields): ByteArray = try {
    Base64.getDecoder().decode(fields.text("precompiled_charsmap"))
} catch (broken: IllegalArgumentException) {
    throw Refused("${fields.where}.precompiled_charsmap is not base64; export the bundle again", broken)
}
