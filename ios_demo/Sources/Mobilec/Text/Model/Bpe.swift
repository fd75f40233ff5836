/// Byte-pair encoding (Sennrich et al. 2016, section 3.2): characters, of which the pair that was learned
/// first is merged until no pair is left that was learned.
struct Bpe: SubwordModel {
    /// As in tokenizer.json. `prefix` marks all but the first character of a word, `suffix` the last.
    struct Options: Sendable {
        var unknown: String?
        var prefix: [UInt8] = []
        var suffix: [UInt8] = []
        var fusesUnknown = false
        var fallsBackToBytes = false
        var ignoresMerges = false
    }

    private let vocabulary: Vocabulary
    private let merges: Merges
    private let options: Options
    private let bytes: ByteTokens?

    init(_ vocabulary: Vocabulary, _ merges: Merges, _ options: Options) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.options = options
        bytes = options.fallsBackToBytes ? ByteTokens(vocabulary.id) : nil
    }

    func cut(_ piece: Bytes, _ ids: inout [Int]) throws {
        if options.ignoresMerges, let whole = vocabulary.id(piece) { return ids.append(whole) }
        var word = Word(try characters(piece))
        merge(&word)
        word.append(to: &ids)
    }

    func id(_ token: [UInt8]) -> Int? { vocabulary.id(token) }

    func token(_ id: Int) -> ArraySlice<UInt8>? { vocabulary.token(id) }

    /// An unknown character waits, as those that follow may become one with it; bytes do not end the wait.
    private func characters(_ piece: Bytes) throws -> [Int] {
        var found: [Int] = []
        found.reserveCapacity(piece.count)
        var waits: String?
        var at = 0
        while at < piece.count {
            let end = piece.code(at: at).end
            let (id, spelled) = token(piece, at..<end)
            if let unknown = waits, id != nil || (spelled == nil && !options.fusesUnknown) {
                found.append(try vocabulary.unknown(unknown))
                waits = nil
            }
            if let id {
                found.append(id)
            } else if let spelled {
                found += spelled
            } else {
                waits = options.unknown
            }
            at = end
        }
        if let waits { found.append(try vocabulary.unknown(waits)) }
        return found
    }

    /// The id of a character as it is written where it stands, or else those of its bytes.
    private func token(_ piece: Bytes, _ range: Range<Int>) -> (id: Int?, spelled: [Int]?) {
        if options.prefix.isEmpty && options.suffix.isEmpty { return token(piece.slice(range)) }
        var written = range.lowerBound > 0 ? options.prefix : []
        written += piece[range]
        if range.upperBound == piece.count { written += options.suffix }
        return written.withUnsafeBufferPointer(token)
    }

    private func token(_ written: Bytes) -> (id: Int?, spelled: [Int]?) {
        if let id = vocabulary.id(written) { return (id, nil) }
        return (nil, bytes?.ids(of: written))
    }

    private func merge(_ word: inout Word) {
        var open = Heap()
        for place in word.ids.indices { offer(place, word, &open) }
        while let best = open.removeFirst() {
            let left = best.place
            guard let right = word.right(of: left), let rank = merges.rank(word.ids[left], word.ids[right]),
                merges.made(rank) == merges.made(best.rank)
            else { continue }
            word.merge(left, right, merges.made(rank))
            if let before = word.left(of: left) { offer(before, word, &open) }
            offer(left, word, &open)
        }
    }

    private func offer(_ left: Int, _ word: Word, _ open: inout Heap) {
        guard let right = word.right(of: left), let rank = merges.rank(word.ids[left], word.ids[right]) else {
            return
        }
        open.insert(rank: rank, place: left)
    }
}

/// Symbols of a word, each with its neighbours.
private struct Word {
    private(set) var ids: [Int]
    private var next: [Int]
    private var previous: [Int]
    private var isGone: [Bool]

    init(_ ids: [Int]) {
        self.ids = ids
        next = Array(1..<ids.count + 1)
        previous = Array(-1..<ids.count - 1)
        isGone = [Bool](repeating: false, count: ids.count)
    }

    func right(of place: Int) -> Int? {
        !isGone[place] && next[place] < ids.count ? next[place] : nil
    }

    func left(of place: Int) -> Int? { previous[place] >= 0 ? previous[place] : nil }

    mutating func merge(_ left: Int, _ right: Int, _ made: Int) {
        ids[left] = made
        isGone[right] = true
        next[left] = next[right]
        if next[left] < ids.count { previous[next[left]] = left }
    }

    func append(to found: inout [Int]) {
        for place in ids.indices where !isGone[place] { found.append(ids[place]) }
    }
}

/// Pairs that may be merged: first the one that was learned first, and of several the left one.
private struct Heap {
    /// Rank above, place below.
    private var entries: [UInt64] = []

    mutating func insert(rank: Int, place: Int) {
        entries.append(UInt64(rank) << 32 | UInt64(place))
        var child = entries.count - 1
        while child > 0, entries[child] < entries[(child - 1) / 2] {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> (rank: Int, place: Int)? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if !entries.isEmpty {
            entries[0] = last
            sink()
        }
        return (Int(first >> 32), Int(first & 0xFFFF_FFFF))
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child] < entries[least] { least = child }
            }
            if least == parent { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
