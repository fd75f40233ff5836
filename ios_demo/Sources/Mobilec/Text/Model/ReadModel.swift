/// The models of tokenizer.json by their names there.
private let kinds: [String: @Sendable (Fields) throws -> any SubwordModel] = [
    "BPE": readBpe,
    "Unigram": readUnigram,
    "WordLevel": { WordLevel(vocabulary: try readVocabulary($0), unknown: try $0.text("unk_token")) },
    "WordPiece": {
        WordPiece(
            try readVocabulary($0), unknown: try $0.text("unk_token"),
            prefix: try $0.text("continuing_subword_prefix"),
            mostCharacters: try $0.int("max_input_chars_per_word"))
    },
]

func readModel(_ element: Json, at place: String) throws -> any SubwordModel {
    Remembering(try element.typed(at: place, role: "model", kinds))
}

private func readVocabulary(_ fields: Fields) throws -> Vocabulary {
    guard let described = fields.any("vocab") else {
        throw Refused("\(fields.place) has no \"vocab\", which should be an object")
    }
    guard case .object(let object) = described else {
        throw described.wrong("\(fields.place).vocab", "an object")
    }
    var vocabulary = Vocabulary()
    for entry in object.entries {
        // Not made for each of the entries unless it is said.
        var place: String { "\(fields.place).vocab.\(entry.key)" }
        guard case .integer(let id) = entry.value else { throw entry.value.wrong(place, "a whole number") }
        guard (0..<Vocabulary.mostIds).contains(id) else {
            throw Refused("\(place) is \(id); this app reads ids from 0 to \(Vocabulary.mostIds - 1)")
        }
        vocabulary.add(entry.key.string, id: id)
    }
    return vocabulary
}

private func readBpe(_ fields: Fields) throws -> any SubwordModel {
    if fields.any("dropout") != nil, try fields.double("dropout") != 0 {
        throw Refused("\(fields.place) has dropout, which cuts a text differently each time; set it to null")
    }
    let vocabulary = try readVocabulary(fields)
    let options = Bpe.Options(
        unknown: try fields.textOrNil("unk_token"),
        prefix: Array((try fields.textOrNil("continuing_subword_prefix") ?? "").utf8),
        suffix: Array((try fields.textOrNil("end_of_word_suffix") ?? "").utf8),
        fusesUnknown: try fields.boolean("fuse_unk", default: false),
        fallsBackToBytes: try fields.boolean("byte_fallback", default: false),
        ignoresMerges: try fields.boolean("ignore_merges", default: false))
    return Bpe(vocabulary, Merges(try readMerges(fields, vocabulary, options.prefix.count)), options)
}

private func readMerges(_ fields: Fields, _ vocabulary: Vocabulary, _ prefixLength: Int) throws -> [Merges
    .Pair]
{
    func id(_ token: [UInt8]) throws -> Int {
        if let id = vocabulary.id(token) { return id }
        let text = String(decoding: token, as: UTF8.self)
        throw Refused("\(fields.place).merges makes or takes \"\(text)\", which the vocabulary lacks")
    }
    return try fields.list("merges", readMerge).compactMap { $0 }.map { left, right in
        Merges.Pair(
            left: try id(left), right: try id(right), made: try id(left + right.dropFirst(prefixLength)))
    }
}

/// A pair as `["a", "b"]` or, before tokenizers 0.20, `"a b"`; nil for a line of older files with their version.
private func readMerge(_ element: Json, at place: String) throws -> ([UInt8], [UInt8])? {
    var parts: [[UInt8]] = []
    switch element {
    case .array(let items):
        parts = try items.map { Array(try $0.text(at: place).utf8) }
    case .string(let line):
        if line.string.hasPrefix("#version") { return nil }
        parts = line.bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(
            Array.init)
    default: break
    }
    guard parts.count == 2 else { throw element.wrong(place, "two tokens") }
    return (parts[0], parts[1])
}

private func readUnigram(_ fields: Fields) throws -> any SubwordModel {
    let scored = try fields.list("vocab") { entry, place in
        guard case .array(let pair) = entry, pair.count == 2 else {
            throw Refused("\(place) should be a token and its score")
        }
        return (token: try pair[0].text(at: place), score: try pair[1].real(at: place))
    }
    let unknown = try fields.intOrNil("unk_id")
    if let unknown, !scored.indices.contains(unknown) {
        throw Refused("\(fields.place).unk_id is \(unknown), and the vocabulary has \(scored.count) tokens")
    }
    return Unigram(
        scored, unknown: unknown, fallsBackToBytes: try fields.boolean("byte_fallback", default: false))
}
