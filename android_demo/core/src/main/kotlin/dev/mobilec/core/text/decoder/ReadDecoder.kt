package dev.mobilec.core.text.decoder

import dev.mobilec.core.json.Fields
import dev.mobilec.core.text.json.booleanOr
import dev.mobilec.core.text.json.code
import dev.mobilec.core.text.json.typed
import dev.mobilec.core.text.normalizer.readReplace
import dev.mobilec.core.text.pretokenizer.readByteLevel
import dev.mobilec.core.text.pretokenizer.readMetaspace
import kotlinx.serialization.json.JsonElement

/** The decoders of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> TokenDecoder> = mapOf(
    "Sequence" to { it -> Chain(it.list("decoders", ::readDecoder)) },
    "BPEDecoder" to { it -> BpeDecoder(it.text("suffix")) },
    "ByteFallback" to { _ -> ByteFallback },
    "ByteLevel" to { it -> TokenDecoder(readByteLevel(it)::decode) },
    "Fuse" to { _ -> Fuse },
    "Metaspace" to { it -> TokenDecoder(readMetaspace(it)::decode) },
    "Replace" to { it ->
        val replace = readReplace(it)
        TokenDecoder { tokens -> tokens.map(replace::normalize) }
    },
    "Strip" to { it -> Strip(it.code("content"), it.int("start"), it.int("stop")) },
    "WordPiece" to { it -> WordPieceDecoder(it.text("prefix"), it.booleanOr("cleanup", true)) },
)

internal fun readDecoder(element: JsonElement, where: String): TokenDecoder = typed(element, where, "decoder", KINDS)
