/// The likeliest way to cut a text, each token with its own probability (Kudo 2018, section 3.2, found as
/// by Viterbi). Scores are logarithms, by id.
struct Unigram: SubwordModel {
    /// How much less likely an unknown character is than the rarest token (unigram/model.rs, K_UNK_PENALTY).
    private static let unknownPenalty = 10.0
    private static let nowhere = -1

    private let tokens: [ArraySlice<UInt8>]
    private let scores: [Double]
    private let unknown: Int?
    private let prefixes: Prefixes
    private let bytes: ByteTokens?
    private let unknownScore: Double

    /// Each token with its score, by id.
    init(_ scored: [(token: String, score: Double)], unknown: Int?, fallsBackToBytes: Bool) {
        var texts = ByteTable()
        var ids: [Int] = []
        let places = scored.enumerated().map { id, entry in
            let place = texts.add(entry.token)
            if place < ids.count { ids[place] = id } else { ids.append(id) }
            return place
        }
        tokens = places.map { texts[$0] }
        scores = scored.map(\.score)
        self.unknown = unknown
        let prefixes = Prefixes(texts, ids: ids)
        self.prefixes = prefixes
        bytes = fallsBackToBytes ? ByteTokens { $0.withUnsafeBufferPointer(prefixes.id) } : nil
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    }

    /// Unknown characters that follow each other are one part.
    func cut(_ piece: Bytes, _ ids: inout [Int]) throws {
        try withUnsafeTemporaryAllocation(of: Arrival.self, capacity: piece.count + 1) { path in
            path.initialize(repeating: Arrival(start: Self.nowhere, id: 0, score: 0))
            try fill(path, piece)
            var found: [Int] = []
            var end = piece.count
            var unknownEnd = end
            while end > 0 {
                let arrival = path[end]
                if arrival.id != unknown {
                    if unknownEnd > end { try add(piece.slice(end..<unknownEnd), &found) }
                    found.append(arrival.id)
                    unknownEnd = arrival.start
                }
                end = arrival.start
            }
            if unknownEnd > 0 { try add(piece.slice(0..<unknownEnd), &found) }
            ids += found.reversed()
        }
    }

    func id(_ token: [UInt8]) -> Int? { token.withUnsafeBufferPointer(prefixes.id) }

    func token(_ id: Int) -> ArraySlice<UInt8>? { tokens.indices.contains(id) ? tokens[id] : nil }

    /// How the text up to a place is cut: where its last token starts, its id, and the score of all.
    private struct Arrival {
        var start: Int
        var id: Int
        var score: Double
    }

    private func fill(_ path: UnsafeMutableBufferPointer<Arrival>, _ piece: Bytes) throws {
        var start = 0
        while start < piece.count {
            let next = piece.code(at: start).end
            let before = start == 0 ? 0 : path[start].score
            var isKnown = false
            prefixes.forEach(in: piece, from: start) { end, id in
                Self.offer(path, start, end, id, before + scores[id])
                isKnown = isKnown || end == next
            }
            if !isKnown { Self.offer(path, start, next, try unknownId(), before + unknownScore) }
            start = next
        }
    }

    @inline(__always)
    private static func offer(
        _ path: UnsafeMutableBufferPointer<Arrival>, _ start: Int, _ end: Int, _ id: Int, _ score: Double
    ) {
        if path[end].start == nowhere || score > path[end].score {
            path[end] = Arrival(start: start, id: id, score: score)
        }
    }

    /// Appends the ids of a part that is unknown, the last first.
    private func add(_ part: Bytes, _ found: inout [Int]) throws {
        if let id = prefixes.id(part) {
            found.append(id)
        } else if let spelled = bytes?.ids(of: part) {
            found += spelled.reversed()
        } else {
            found.append(try unknownId())
        }
    }

    private func unknownId() throws -> Int {
        if let unknown { return unknown }
        throw Refused(
            "the text has characters that the tokenizer does not know, and its vocabulary has no unk_id to stand "
                + "for them")
    }
}
