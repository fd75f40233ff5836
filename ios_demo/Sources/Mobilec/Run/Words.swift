/// The words of a translator: source text to ids, tokens back to target text.
public struct Words: Sendable {
    private let source: any Tokenizer
    private let target: any Tokenizer
    private let entry: TextEntry
    private let sentences: @Sendable (_ line: String, _ language: String?) -> [String]
    let scripts: Scripts
    private let folds: Bool

    /// `source` and `target` may be the same; `sentences` cuts a line of a source language into sentences.
    init(
        source: any Tokenizer, target: any Tokenizer, entry: TextEntry,
        sentences: @escaping @Sendable (_ line: String, _ language: String?) -> [String]
    ) {
        self.source = source
        self.target = target
        self.entry = entry
        self.sentences = sentences
        scripts = Scripts(entry.sourceScripts)
        // A tokenizer that reads these two alike folds letters itself.
        folds = (try? source.encode("Ａﬁ")) != (try? source.encode("Afi"))
    }

    var targetLanguage: String? { entry.targetLanguage }

    /// The ids of one sentence, special tokens included; never cut.
    public func ids(_ text: String) throws -> [Int] {
        let ids = try source.encode(entry.prefix + text)
        guard let unknown = entry.unknown else { return ids }
        return ids.map { $0 >= unknown.first ? unknown.id : $0 }
    }

    /// The ids of one piece, as it is handled.
    public func ids(_ text: String, handling: Handling) throws -> [Int] {
        try ids(folds && !handling.asIs ? scripts.folded(text) : text)
    }

    /// What is translated one at a time: no piece has more than `longest` ids.
    public func pieces(_ text: String, longest: Int, handling: Handling = Handling()) throws -> [Piece] {
        let cutter = Cutter(language: entry.sourceLanguage, scripts: scripts) {
            sentences($0, entry.sourceLanguage)
        }
        return try cutter.pieces(text, handling) { try ids($0, handling: handling).count <= longest }
    }

    /// What a translation says; special tokens are left out, spaces at its ends too.
    public func text(_ tokens: [Int]) -> String { trimmed(target.decode(tokens)) }
}
