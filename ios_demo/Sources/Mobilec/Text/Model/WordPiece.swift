/// The longest token that a word begins with, then the longest of the rest, marked by a prefix; `unknown`
/// for a word that cannot be cut so, or has more than `mostCharacters`.
struct WordPiece: SubwordModel {
    private let vocabulary: Vocabulary
    private let prefixes: Prefixes
    private let unknown: String
    /// Where tokens stand that go on in a word.
    private let inside: Int?
    private let mostCharacters: Int

    init(_ vocabulary: Vocabulary, unknown: String, prefix: String, mostCharacters: Int) {
        self.vocabulary = vocabulary
        self.unknown = unknown
        self.mostCharacters = mostCharacters
        prefixes = Prefixes(vocabulary.entries.tokens, ids: vocabulary.entries.ids)
        inside = prefixes.node(of: Array(prefix.utf8))
    }

    func cut(_ piece: Bytes, _ ids: inout [Int]) throws {
        let known = ids.count
        if piece.count > mostCharacters && isTooLong(piece) {
            return ids.append(try vocabulary.unknown(unknown))
        }
        var start = 0
        while start < piece.count {
            var longest: (end: Int, id: Int)?
            if let node = start == 0 ? 0 : inside {
                prefixes.forEach(in: piece, from: start, after: node) { longest = ($0, $1) }
            }
            guard let longest else {
                ids.removeLast(ids.count - known)
                return ids.append(try vocabulary.unknown(unknown))
            }
            ids.append(longest.id)
            start = longest.end
        }
    }

    func id(_ token: [UInt8]) -> Int? { vocabulary.id(token) }

    func token(_ id: Int) -> ArraySlice<UInt8>? { vocabulary.token(id) }

    private func isTooLong(_ piece: Bytes) -> Bool {
        var characters = 0
        piece.forEachCode { _ in characters += 1 }
        return characters > mostCharacters
    }
}

/// Whole words.
struct WordLevel: SubwordModel {
    let vocabulary: Vocabulary
    let unknown: String

    func cut(_ piece: Bytes, _ ids: inout [Int]) throws {
        ids.append(try vocabulary.id(piece) ?? vocabulary.unknown(unknown))
    }

    func id(_ token: [UInt8]) -> Int? { vocabulary.id(token) }

    func token(_ id: Int) -> ArraySlice<UInt8>? { vocabulary.token(id) }
}
