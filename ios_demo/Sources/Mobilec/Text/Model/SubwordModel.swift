import Foundation

/// Cuts one piece of text into tokens of its vocabulary.
protocol SubwordModel: Sendable {
    /// Appends the ids of the tokens of a piece, which is not empty.
    func cut(_ piece: Bytes, _ ids: inout [Int]) throws

    func id(_ token: [UInt8]) -> Int?

    func token(_ id: Int) -> ArraySlice<UInt8>?
}

/// Tokens by id and ids by token.
struct Vocabulary: Sendable {
    /// A vocabulary is a list by id as well, which an id beyond would make too long.
    static let mostIds = 1 << 24

    private var tokens = ByteTable()
    private var ids: [Int] = []
    private var places: [Int] = []

    func id(_ token: Bytes) -> Int? { tokens.place(of: token).map { ids[$0] } }

    func id(_ token: [UInt8]) -> Int? { token.withUnsafeBufferPointer(id) }

    func token(_ id: Int) -> ArraySlice<UInt8>? {
        guard places.indices.contains(id), places[id] >= 0 else { return nil }
        return tokens[places[id]]
    }

    /// Of two ids of one token, and two tokens of one id, the last counts.
    mutating func add(_ token: String, id: Int) {
        let place = tokens.add(token)
        if place < ids.count { ids[place] = id } else { ids.append(id) }
        if id >= places.count { places += [Int](repeating: -1, count: id + 1 - places.count) }
        places[id] = place
    }

    /// All tokens with their ids.
    var entries: (tokens: ByteTable, ids: [Int]) { (tokens, ids) }

    /// The id for what the vocabulary does not have.
    func unknown(_ token: String) throws -> Int {
        if let id = id(Array(token.utf8)) { return id }
        throw Refused(
            "the text has a part that the tokenizer does not know, and its vocabulary lacks \(token), which "
                + "should stand for it; export the bundle again with a tokenizer that is whole")
    }
}

/// The tokens `<0x00>` to `<0xFF>` that stand for the bytes of characters without a token of their own.
struct ByteTokens: Sendable {
    private let ids: [Int?]

    init(_ idOf: ([UInt8]) -> Int?) {
        ids = (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return idOf(Array("<0x\(digits.count == 1 ? "0" : "")\(digits)>".utf8))
        }
    }

    /// The ids of a text; nil unless every byte has one.
    func ids(of text: Bytes) -> [Int]? {
        let found = text.compactMap { ids[Int($0)] }
        return found.count == text.count ? found : nil
    }
}

/// Words come again, so what was cut once is kept, up to ``capacity`` pieces.
final class Remembering: SubwordModel {
    private static let capacity = 10_000
    private static let longest = 256

    private let model: any SubwordModel
    private let known = Known()

    init(_ model: any SubwordModel) {
        self.model = model
    }

    func cut(_ piece: Bytes, _ ids: inout [Int]) throws {
        if piece.count >= Self.longest { return try model.cut(piece, &ids) }
        if known.append(piece, &ids) { return }
        let start = ids.count
        try model.cut(piece, &ids)
        known.keep(piece, ids[start...], atMost: Self.capacity)
    }

    func id(_ token: [UInt8]) -> Int? { model.id(token) }

    func token(_ id: Int) -> ArraySlice<UInt8>? { model.token(id) }

    /// What was cut already. Several threads may ask at once, so the lock guards all of it.
    private final class Known: @unchecked Sendable {
        private let lock = NSLock()
        private var pieces = ByteTable()
        private var ids: [Int] = []
        private var ends: [Int] = []

        /// Whether the piece is known; then its ids were appended.
        func append(_ piece: Bytes, _ found: inout [Int]) -> Bool {
            lock.lock()
            defer { lock.unlock() }
            guard let place = pieces.place(of: piece) else { return false }
            found += ids[(place > 0 ? ends[place - 1] : 0)..<ends[place]]
            return true
        }

        func keep(_ piece: Bytes, _ made: ArraySlice<Int>, atMost capacity: Int) {
            lock.lock()
            defer { lock.unlock() }
            guard pieces.count < capacity, pieces.add(piece) == ends.count else { return }
            ids += made
            ends.append(ids.count)
        }
    }
}
