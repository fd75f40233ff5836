import Foundation

/// The normalizers of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> any Normalizer] = [
    "Sequence": { Normalizers.Chain(try $0.list("normalizers", readNormalizer)) },
    "BertNormalizer": readBert,
    "Lowercase": { _ in Normalizers.SmallLetters() },
    "NFC": { _ in Normalizers.Form(form: .nfc) },
    "NFD": { _ in Normalizers.Form(form: .nfd) },
    "NFKC": { _ in Normalizers.Form(form: .nfkc) },
    "NFKD": { _ in Normalizers.Form(form: .nfkd) },
    "Nmt": { _ in Normalizers.Nmt() },
    "Precompiled": { try Normalizers.Precompiled(readCharsmap($0)) },
    "Prepend": { Normalizers.Prepend(what: Array(try $0.text("prepend").utf8)) },
    "Replace": readReplace,
    "Strip": { Normalizers.Strip(left: try $0.boolean("strip_left"), right: try $0.boolean("strip_right")) },
    "StripAccents": { _ in Normalizers.StripAccents() },
]

func readNormalizer(_ element: Json, at place: String) throws -> any Normalizer {
    try element.typed(at: place, role: "normalizer", kinds)
}

func readReplace(_ fields: Fields) throws -> any Normalizer {
    let pattern = try fields.pattern("pattern")
    let content = Array(try fields.text("content").utf8)
    if let literal = pattern as? Literal {
        return Normalizers.LiteralReplace(wanted: literal.wanted, content: content)
    }
    return Normalizers.Replace(pattern: pattern, content: content)
}

private func readBert(_ fields: Fields) throws -> any Normalizer {
    let lowercases = try fields.boolean("lowercase")
    return Normalizers.Bert(
        cleansText: try fields.boolean("clean_text"),
        separatesChinese: try fields.boolean("handle_chinese_chars"),
        stripsAccents: try fields.boolean("strip_accents", default: lowercases),
        lowercases: lowercases)
}

private func readCharsmap(_ fields: Fields) throws -> [UInt8] {
    guard let bytes = Data(base64Encoded: try fields.text("precompiled_charsmap")) else {
        throw Refused("\(fields.place).precompiled_charsmap is not base64; export the bundle again")
    }
    return Array(bytes)
}
