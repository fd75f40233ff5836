public struct Translation: Sendable, Equatable {
    public let text: String
    /// Of all sentences, one after the other, each from its start token on.
    public let tokens: [Int]
    /// How many sentences ended because there was no room for more tokens.
    public let cut: Int

    public init(text: String, tokens: [Int], cut: Int = 0) {
        self.text = text
        self.tokens = tokens
        self.cut = cut
    }
}

/// Says a text or a piece of one, as exporters/text/translation.py. ``longest``: source of a search, in tokens;
/// ``search``: ids to tokens, whoever searches.
struct Speaker {
    let words: Words
    let longest: Int
    let settings: GenerationSettings
    let handling: Handling
    let search: ([Int]) throws -> [Int]
    private var tokens: [Int] = []
    private var cut = 0

    init(
        words: Words, longest: Int, settings: GenerationSettings, handling: Handling,
        search: @escaping ([Int]) throws -> [Int]
    ) {
        self.words = words
        self.longest = longest
        self.settings = settings
        self.handling = handling
        self.search = search
    }

    /// A piece of a text, as ``pieces(_:)`` cuts it.
    mutating func translation(piece: String) throws -> Translation {
        let whole = try said(piece)
        return Translation(text: whole, tokens: tokens, cut: cut)
    }

    /// A text of any length.
    mutating func translation(_ text: String) throws -> Translation {
        let pieces = try pieces(text)
        var translations: [String] = []
        for piece in pieces { translations.append(piece.text.isEmpty ? "" : try said(piece.text)) }
        let whole = rejoined(pieces, translations, targetLanguage: words.targetLanguage)
        return Translation(text: whole, tokens: tokens, cut: cut)
    }

    /// What of a text is said one at a time.
    func pieces(_ text: String) throws -> [Piece] {
        try words.pieces(text, longest: longest, handling: handling)
    }

    /// A piece; where things inside it did not come through, what stands between them alone.
    private mutating func said(_ text: String) throws -> String {
        let codes = Array(text.unicodeScalars)
        let inner = handling.asIs ? [] : things(codes).map { Array(codes[$0]) }
        let found = try found(text)
        let foundCodes = Array(found.text.unicodeScalars)
        if inner.allSatisfy({ count($0, in: foundCodes) >= count($0, in: codes) }) { return kept(found) }
        let parts = betweenThings(text)
        var translations: [String] = []
        for part in parts { translations.append(part.text.isEmpty ? "" : try said(part: part.text)) }
        return rejoined(parts, translations, targetLanguage: words.targetLanguage)
    }

    private mutating func said(part text: String) throws -> String {
        words.scripts.areIn(text) ? kept(try found(text)) : text
    }

    private func found(_ text: String) throws -> (text: String, tokens: [Int]) {
        let tokens = try search(try words.ids(text, handling: handling))
        return (words.text(tokens), tokens)
    }

    private mutating func kept(_ found: (text: String, tokens: [Int])) -> String {
        tokens += found.tokens
        if settings.fills(found.tokens) { cut += 1 }
        return found.text
    }
}

/// How often a part stands in a text, each time behind the one before.
private func count(_ part: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Int {
    var count = 0
    var at = 0
    while at + part.count <= text.count {
        if text[at...].starts(with: part) {
            count += 1
            at += part.count
        } else {
            at += 1
        }
    }
    return count
}
