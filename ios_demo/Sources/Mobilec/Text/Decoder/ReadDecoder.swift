/// The decoders of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> any TokenDecoder] = [
    "Sequence": { TokenDecoders.Chain(steps: try $0.list("decoders", readDecoder)) },
    "BPEDecoder": readBpe,
    "ByteFallback": { _ in TokenDecoders.ByteFallback() },
    "ByteLevel": { try readByteLevel($0) },
    "Fuse": { _ in TokenDecoders.Fuse() },
    "Metaspace": { try readMetaspace($0) },
    "Replace": { TokenDecoders.Replace(replace: try readReplace($0)) },
    "Strip": {
        TokenDecoders.Strip(
            content: try $0.code("content"), start: try $0.int("start"), stop: try $0.int("stop"))
    },
    "WordPiece": {
        TokenDecoders.WordPiece(
            prefix: Array(try $0.text("prefix").utf8), cleansUp: try $0.boolean("cleanup", default: true))
    },
]

func readDecoder(_ element: Json, at place: String) throws -> any TokenDecoder {
    try element.typed(at: place, role: "decoder", kinds)
}

private func readBpe(_ fields: Fields) throws -> any TokenDecoder {
    let suffix = Array(try fields.text("suffix").utf8)
    if suffix.isEmpty { throw Refused("\(fields.place).suffix should not be empty") }
    return TokenDecoders.Bpe(suffix: suffix)
}
