package dev.mobilec.core.text.decoder

import dev.mobilec.core.manifest.Fields
import dev.mobilec.core.text.booleanOr
import dev.mobilec.core.text.code
import dev.mobilec.core.text.normalizer.readReplace
import dev.mobilec.core.text.pretokenizer.readByteLevel
import dev.mobilec.core.text.pretokenizer.readMetaspace
import dev.mobilec.core.text.typed
import kotlinx.serialization.json.JsonElement

/** The decoders of tokenizer.json by their names there. */
private val KINDS: Map<String, (Fields) -> Decoder> = mapOf(
    "Sequence" to { it -> Chain(it.list("decoders", ::readDecoder)) },
    "BPEDecoder" to { it -> BpeDecoder(it.text("suffix")) },
    "ByteFallback" to { _ -> ByteFallback },
    "ByteLevel" to ::readByteLevel,
    "Fuse" to { _ -> Fuse },
    "Metaspace" to ::readMetaspace,
    "Replace" to ::readReplace,
    "Strip" to { it -> Strip(it.code("content"), it.int("start"), it.int("stop")) },
    "WordPiece" to { it -> WordPieceDecoder(it.text("prefix"), it.booleanOr("cleanup", true)) },
)

internal fun readDecoder(element: JsonElement, where: String): Decoder = typed(element, where, "decoder", KINDS)
