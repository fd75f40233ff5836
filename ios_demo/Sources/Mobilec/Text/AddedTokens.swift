/// A token that is found in a text before it is cut up, with the conditions of tokenizer.json.
struct AddedToken: Sendable {
    var id: Int
    var content: String
    var isSingleWord = false
    var takesSpacesBefore = false
    var takesSpacesAfter = false
    var isNormalized = false
    var isSpecial = false
}

extension AddedToken {
    init(_ fields: Fields, _ model: any SubwordModel) throws {
        id = try fields.int("id")
        content = try fields.text("content")
        isSingleWord = try fields.boolean("single_word")
        takesSpacesBefore = try fields.boolean("lstrip")
        takesSpacesAfter = try fields.boolean("rstrip")
        isNormalized = try fields.boolean("normalized")
        isSpecial = try fields.boolean("special")
        let known = model.id(Array(content.utf8)) ?? id
        if known != id || content.isEmpty {
            throw Refused(
                "\(fields.place) gives \"\(content)\" the id \(id), and the vocabulary gives it \(known)")
        }
    }
}

/// The added tokens of a tokenizer (added_vocabulary.rs): found in the text as it is, or in the normalized
/// text.
struct AddedTokens: Sendable {
    /// Those that are looked for before the text is normalized, and after.
    let plain: Search
    let normalized: Search

    private let written: [Int: [UInt8]]
    private let special: ByteTable

    init(_ tokens: [AddedToken], _ normalizer: (any Normalizer)?) {
        var written: [Int: [UInt8]] = [:]
        for token in tokens {
            let content = Array(token.content.utf8)
            written[token.id] = token.isNormalized ? normalizer?.normalize(content) ?? content : content
        }
        self.written = written
        var special = ByteTable()
        for token in tokens where token.isSpecial { _ = special.add(token.content) }
        self.special = special
        plain = Search(tokens.filter { !$0.isNormalized }, written)
        normalized = Search(tokens.filter(\.isNormalized), written)
    }

    /// How a token of this id is read by decoders; nil if it is none of these.
    func token(_ id: Int) -> [UInt8]? { written[id] }

    func isSpecial(_ token: ArraySlice<UInt8>) -> Bool {
        token.withUnsafeBufferPointer { special.place(of: $0) != nil }
    }

    /// A part of a text, and the id of the token that it is.
    struct Part: Equatable {
        let range: Range<Int>
        let id: Int?
    }

    /// Looks for tokens by what they are written as: the leftmost, and of several there the longest.
    struct Search: Sendable {
        private struct Wanted: Sendable {
            let token: AddedToken
            let written: [UInt8]
        }

        /// By the first byte, the longest first.
        private let byFirst: [[Wanted]]
        /// Which bytes begin one of them, as a set, because most do not.
        private let firsts: CodeSet

        init(_ tokens: [AddedToken], _ written: [Int: [UInt8]]) {
            var byFirst = [[Wanted]](repeating: [], count: 256)
            for token in tokens {
                guard let bytes = written[token.id], let first = bytes.first else { continue }
                byFirst[Int(first)].append(Wanted(token: token, written: bytes))
            }
            // Of equal ones the first in the file counts, so their order has to stay.
            self.byFirst = byFirst.map { found in
                found.enumerated().sorted {
                    ($1.element.written.count, $0.offset) < ($0.element.written.count, $1.offset)
                }.map(\.element)
            }
            firsts = CodeSet(byFirst.indices.filter { !byFirst[$0].isEmpty }.map { UInt32($0)...UInt32($0) })
        }

        /// The parts of a text in order; none is empty.
        func split(_ text: [UInt8]) -> [Part] {
            let whole = text.isEmpty ? [] : [Part(range: text.indices, id: nil)]
            return firsts.ranges.isEmpty ? whole : text.withUnsafeBufferPointer(split)
        }

        private func split(_ text: Bytes) -> [Part] {
            var parts: [Part] = []
            var covered = 0
            var at = 0
            while at < text.count {
                guard let found = find(text, at) else {
                    at += 1
                    continue
                }
                let token = found.token
                let end = at + found.written.count
                if !token.isSingleWord || standsAlone(text, at..<end) {
                    let first = token.takesSpacesBefore ? max(spacesBefore(text, at), covered) : at
                    let last = token.takesSpacesAfter ? spacesAfter(text, end) : end
                    if covered < first { parts.append(Part(range: covered..<first, id: nil)) }
                    parts.append(Part(range: first..<last, id: token.id))
                    covered = last
                }
                at = end
            }
            if covered < text.count { parts.append(Part(range: covered..<text.count, id: nil)) }
            return parts
        }

        @inline(__always)
        private func find(_ text: Bytes, _ at: Int) -> Wanted? {
            guard firsts.contains(UInt32(text[at])) else { return nil }
            return byFirst[Int(text[at])].first { text.hasPrefix($0.written, at: at) }
        }

        private func standsAlone(_ text: Bytes, _ range: Range<Int>) -> Bool {
            let words = Categories.word
            let follows = range.lowerBound > 0 && words.contains(text.code(before: range.lowerBound))
            let isFollowed =
                range.upperBound < text.count && words.contains(text.code(at: range.upperBound).code)
            return !follows && !isFollowed
        }

        private func spacesBefore(_ text: Bytes, _ end: Int) -> Int {
            var at = end
            while at > 0, Categories.space.contains(text.code(before: at)) { at = text.start(before: at) }
            return at
        }

        private func spacesAfter(_ text: Bytes, _ start: Int) -> Int {
            var at = start
            while at < text.count, case let (code, end) = text.code(at: at), Categories.space.contains(code) {
                at = end
            }
            return at
        }
    }
}
