/// The post-processors of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> PostProcessor] = [
    "Sequence": { fields in
        try fields.list("processors", readPostProcessor).reduce(PostProcessor()) { $0.inside($1) }
    },
    "BertProcessing": readPair,
    "ByteLevel": { fields in
        // As a post-processor it only moves the places of tokens in the text.
        _ = try readByteLevel(fields)
        return PostProcessor()
    },
    "RobertaProcessing": { fields in
        fields.any("trim_offsets")
        fields.any("add_prefix_space")
        return try readPair(fields)
    },
    "TemplateProcessing": readTemplate,
]

func readPostProcessor(_ element: Json, at place: String) throws -> PostProcessor {
    try element.typed(at: place, role: "post-processor", kinds)
}

@Sendable
private func readPair(_ fields: Fields) throws -> PostProcessor {
    PostProcessor(before: [try special(fields, "cls")], after: [try special(fields, "sep")])
}

/// `["[SEP]", 102]`.
private func special(_ fields: Fields, _ name: String) throws -> Int {
    let place = "\(fields.place).\(name)"
    guard let pair = fields.any(name) else { throw Refused("\(place) is missing") }
    guard let id = try pair.items(at: place, { item, _ in item }).last else {
        throw Refused("\(place) should be a token and its id")
    }
    return try id.small(at: place)
}

/// The template of one text; that of two texts is not used here.
@Sendable
private func readTemplate(_ fields: Fields) throws -> PostProcessor {
    fields.any("pair")
    let ids = try fields.map("special_tokens") { token, place in try token.record(at: place, readSpecial) }
    let parts = try fields.list("single") { part, place in
        try part.record(at: place) { try readPart($0, ids) }
    }
    let texts = parts.filter { $0 == nil }.count
    guard texts == 1, let text = parts.firstIndex(of: nil) else {
        throw Refused("\(fields.place).single has the text \(texts) times; served is once")
    }
    return PostProcessor(
        before: parts[..<text].flatMap { $0 ?? [] }, after: parts[text...].flatMap { $0 ?? [] })
}

private func readSpecial(_ fields: Fields) throws -> [Int] {
    _ = try fields.text("id")
    _ = try fields.texts("tokens")
    return try fields.ints("ids")
}

/// The ids of a special token; nil for the text.
private func readPart(_ fields: Fields, _ ids: [String: [Int]]) throws -> [Int]? {
    let special = try fields.recordOrNil("SpecialToken") { fields in
        fields.any("type_id")
        return try fields.text("id")
    }
    if let special {
        if let found = ids[special] { return found }
        throw Refused("\(fields.place) names \(special), which is not among its special_tokens")
    }
    try fields.record("Sequence") { fields in
        fields.any("type_id")
        if try fields.text("id") != "A" {
            throw Refused("\(fields.place) asks for a second text, and there is one")
        }
    }
    return nil
}
