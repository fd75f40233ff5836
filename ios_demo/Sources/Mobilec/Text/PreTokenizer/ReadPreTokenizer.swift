/// The pre-tokenizers of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> any PreTokenizer] = [
    "Sequence": { PreTokenizers.Chain(steps: try $0.list("pretokenizers", readPreTokenizer)) },
    "BertPreTokenizer": { _ in PreTokenizers.Bert() },
    "ByteLevel": { try readByteLevel($0) },
    "Digits": { PreTokenizers.Digits(areAlone: try $0.boolean("individual_digits")) },
    "Metaspace": { try readMetaspace($0) },
    "Punctuation": { PreTokenizers.Punctuation(delimiter: try readDelimiter($0, usual: "Isolated")) },
    "Split": { fields in
        split(try fields.pattern("pattern"), try readDelimiter(fields), try fields.boolean("invert"))
    },
    "Whitespace": { _ in PreTokenizers.Whitespace() },
    "WhitespaceSplit": { _ in PreTokenizers.WhitespaceSplit() },
]

func readPreTokenizer(_ element: Json, at place: String) throws -> any PreTokenizer {
    try element.typed(at: place, role: "pre-tokenizer", kinds)
}

func readByteLevel(_ fields: Fields) throws -> ByteLevel {
    // It moves the places of tokens in the text, which nobody here asks for.
    fields.any("trim_offsets")
    return try ByteLevel(
        prependsSpace: try fields.boolean("add_prefix_space"),
        splits: try fields.boolean("use_regex", default: true))
}

func readMetaspace(_ fields: Fields) throws -> Metaspace {
    let asked = try fields.textOrNil("prepend_scheme") ?? Metaspace.Scheme.always.rawValue
    guard let scheme = Metaspace.Scheme(rawValue: asked) else {
        throw Refused("\(fields.place).prepend_scheme is \(asked); known are always, first and never")
    }
    // Both are how files of older versions said the same.
    fields.any("str_rep")
    let prepends = try fields.boolean("add_prefix_space", default: true)
    return Metaspace(
        sign: try fields.code("replacement"),
        scheme: prepends ? scheme : .never,
        splits: try fields.boolean("split", default: true))
}

private func split(_ pattern: some Pattern, _ delimiter: Delimiter, _ isInverted: Bool) -> any PreTokenizer {
    PreTokenizers.Split(pattern: pattern, delimiter: delimiter, isInverted: isInverted)
}

private func readDelimiter(_ fields: Fields, usual: String? = nil) throws -> Delimiter {
    let asked = try fields.textOrNil("behavior") ?? usual ?? "null"
    if let delimiter = Delimiter(rawValue: asked) { return delimiter }
    let known = Delimiter.allCases.map(\.rawValue).joined(separator: ", ")
    throw Refused("\(fields.place).behavior is \(asked); known are \(known)")
}
