/// The parts of tokenizer.json one after the other, as the Rust library `tokenizers` takes them.
struct Pipeline: Tokenizer {
    let added: AddedTokens
    let normalizer: (any Normalizer)?
    let preTokenizer: (any PreTokenizer)?
    let model: any SubwordModel
    let postProcessor: PostProcessor
    let decoder: (any TokenDecoder)?

    func encode(_ text: String) throws -> [Int] { try postProcessor.around(try tokens(text)).ids }

    func encode(_ text: String, pair: String?, room: Room) throws -> Encoding {
        let added = try postProcessor.added(isPair: pair != nil)
        let tokens = try tokens(text)
        guard let pair else { return try postProcessor.around(room.cut(tokens, added: added)) }
        let (first, second) = room.cut(tokens, try self.tokens(pair), added: added)
        return try postProcessor.around(first, second)
    }

    /// The tokens of a text, before special ones stand around them.
    private func tokens(_ text: String) throws -> [Int] {
        let text = Array(text.utf8)
        var ids: [Int] = []
        for part in added.plain.split(text) {
            if let id = part.id {
                ids.append(id)
            } else {
                try encode(text, part.range, &ids)
            }
        }
        return ids
    }

    /// A part of a text in which no plain added token stands.
    private func encode(_ whole: [UInt8], _ range: Range<Int>, _ ids: inout [Int]) throws {
        let raw = range == whole.indices ? whole : Array(whole[range])
        let text = normalizer?.normalize(raw) ?? raw
        for part in added.normalized.split(text) {
            if let id = part.id {
                ids.append(id)
                continue
            }
            let rest = part.range == text.indices ? text : Array(text[part.range])
            let piece = CutText(rest, begins: range.lowerBound + part.range.lowerBound == 0)
            let pieces = preTokenizer?.cut(piece) ?? piece
            try pieces.text.withUnsafeBufferPointer { text in
                for range in pieces.ranges { try model.cut(text.slice(range), &ids) }
            }
        }
    }

    func decode(_ ids: [Int]) -> String {
        var tokens = Tokens()
        for id in ids {
            guard let token = added.token(id)?[...] ?? model.token(id), !added.isSpecial(token) else {
                continue
            }
            tokens.append(token)
        }
        let said = decoder?.decode(tokens).bytes ?? tokens.joined(by: [UInt8(ascii: " ")])
        return String(decoding: said, as: UTF8.self)
    }
}
