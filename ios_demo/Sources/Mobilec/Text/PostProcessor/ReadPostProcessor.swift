/// The post-processors of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> PostProcessor] = [
    "Sequence": { fields in
        try fields.list("processors", readPostProcessor).reduce(.plain) { $0.inside($1) }
    },
    "BertProcessing": { fields in
        .bert(start: try special(fields, "cls"), end: try special(fields, "sep"))
    },
    "ByteLevel": { fields in
        // As a post-processor it only moves the places of tokens in the text.
        _ = try readByteLevel(fields)
        return .plain
    },
    "RobertaProcessing": { fields in
        fields.any("trim_offsets")
        fields.any("add_prefix_space")
        return .roberta(start: try special(fields, "cls"), end: try special(fields, "sep"))
    },
    "TemplateProcessing": readTemplate,
]

func readPostProcessor(_ element: Json, at place: String) throws -> PostProcessor {
    try element.typed(at: place, role: "post-processor", kinds)
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

/// The templates of one text and of two; a template of two that has not both once is none.
@Sendable
private func readTemplate(_ fields: Fields) throws -> PostProcessor {
    let ids = try fields.map("special_tokens") { token, place in try token.record(at: place, readSpecial) }
    let (one, two) = (try template(fields, "single", ids), try template(fields, "pair", ids))
    guard texts(one) == ["A"] else {
        throw Refused("\(fields.place).single has the texts \(texts(one)); served is A, once")
    }
    return PostProcessor(one: one, two: texts(two).sorted() == ["A", "B"] ? two : nil)
}

private func template(
    _ fields: Fields, _ name: String, _ ids: [String: [Int]]
) throws -> [PostProcessor.Part] {
    try fields.list(name) { part, place in try part.record(at: place) { try readPart($0, ids) } }
}

/// The texts among parts, as templates name them.
private func texts(_ parts: [PostProcessor.Part]) -> [String] {
    parts.compactMap { part in
        switch part {
        case .special: nil
        case .text: "A"
        case .pair: "B"
        }
    }
}

private func readSpecial(_ fields: Fields) throws -> [Int] {
    _ = try fields.text("id")
    _ = try fields.texts("tokens")
    return try fields.ints("ids")
}

private func readPart(_ fields: Fields, _ ids: [String: [Int]]) throws -> PostProcessor.Part {
    let special = try fields.recordOrNil("SpecialToken") { (try $0.text("id"), try $0.int("type_id")) }
    if let (name, type) = special {
        if let found = ids[name] { return .special(found, type: type) }
        throw Refused("\(fields.place) names \(name), which is not among its special_tokens")
    }
    return try fields.record("Sequence") { fields in
        let type = try fields.int("type_id")
        switch try fields.text("id") {
        case "A": return .text(type: type)
        case "B": return .pair(type: type)
        case let name: throw Refused("\(fields.place) asks for the text \(name); there are A and B")
        }
    }
}
