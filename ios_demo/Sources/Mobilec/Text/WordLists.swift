import Foundation

/// A bundle's shortlist: which of ``targetWords`` words of the target a sentence may become, by its source
/// words. The form of the file is that of exporters/text/word_lists.py.
public struct WordLists: Sendable {
    public let targetWords: Int
    private let content: Data
    /// Where each list begins in ``content``, and where the last one ends, which is of every sentence:
    /// (source words + 2).
    private let starts: [Int]

    private static let name = "shortlist.bin"
    private static let magic = Array("mobilecW".utf8)
    private static let version = 1
    /// Where what is of lists begins: behind the version and the numbers of source and target words.
    private static let begin = magic.count + 12
    /// Of a number; no vocabulary has 2^28 words.
    private static let mostGroups = 4

    /// The file in `content`. Refused: what is no such file, is cut off, or is not of so many target words.
    public init(_ content: Data, targetWords: Int) throws {
        let starts = try content.withUnsafeBytes { try Self.starts(in: $0, targetWords) }
        self.targetWords = targetWords
        self.content = content
        self.starts = starts
    }

    /// The target words for a sentence of these source words, its end token among them: rising, each once.
    /// `more`: target words that it may have all the same, as a name that is to stay. Refused: an id that is
    /// of no word, and a list that is damaged.
    public func allowed(_ ids: [Int], more: [Int] = []) throws -> [Int] {
        let (words, always) = (Set(ids), starts.count - 2)
        if let least = words.min(), let most = words.max(), least < 0 || most >= always {
            throw Refused(
                "the shortlist is of \(always) source words, and the ids of a text go from \(least) to \(most): "
                    + "it is of another vocabulary")
        }
        var found = Found(targetWords)
        try content.withUnsafeBytes { bytes in
            for list in words { try Self.read(bytes[starts[list]..<starts[list + 1]], into: &found) }
            try Self.read(bytes[starts[always]..<starts[always + 1]], into: &found)
        }
        for word in more { found.add(word) }
        return try found.words()
    }

    /// Each number is added to the one before it.
    private static func read(_ list: Slice<UnsafeRawBufferPointer>, into found: inout Found) throws {
        var (word, number, groups) = (0, 0, 0)
        for group in list {
            guard groups < mostGroups else { throw damaged("a number is too large for a word") }
            number |= Int(group & 0x7F) << (7 * groups)
            groups += 1
            if group & 0x80 != 0 { continue }
            word += number
            found.add(word)
            (number, groups) = (0, 0)
        }
        guard groups == 0 else { throw damaged("a list ends within a number") }
    }

    private static func starts(in bytes: UnsafeRawBufferPointer, _ targetWords: Int) throws -> [Int] {
        guard bytes.count >= begin, bytes.starts(with: magic) else {
            throw Refused("\(name) does not begin as a bundle's shortlist; export the bundle again")
        }
        func number(_ at: Int) -> Int {
            let bits = bytes.loadUnaligned(fromByteOffset: magic.count + 4 * at, as: UInt32.self)
            return Int(UInt32(littleEndian: bits))
        }
        guard number(0) == version else {
            throw Refused("\(name) is of version \(number(0)); this app reads \(version): use a newer app")
        }
        guard number(2) == targetWords else {
            throw Refused(
                "\(name) is of \(number(2)) target words, and the program has \(targetWords); export the bundle "
                    + "again")
        }
        let lists = number(1) + 1
        guard bytes.count >= begin + 2 * lists else { throw damaged("it has \(bytes.count) bytes") }
        var starts = [begin + 2 * lists]
        starts.reserveCapacity(lists + 1)
        for at in 0..<lists {
            let bits = bytes.loadUnaligned(fromByteOffset: begin + 2 * at, as: UInt16.self)
            starts.append(starts[at] + Int(UInt16(littleEndian: bits)))
        }
        guard starts[lists] == bytes.count else {
            throw damaged(
                "its lists take \(starts[lists] - starts[0]) bytes, and \(bytes.count - starts[0]) are there")
        }
        return starts
    }

    private static func damaged(_ reason: String) -> Refused {
        Refused("\(name) is damaged or cut off (\(reason)); download the bundle again")
    }
}

/// Words of a vocabulary, and how far apart the numbers were that were to be words.
private struct Found {
    private var marked: [Bool]
    private var (least, most) = (Int.max, Int.min)

    init(_ count: Int) {
        marked = Array(repeating: false, count: count)
    }

    mutating func add(_ word: Int) {
        (least, most) = (min(least, word), max(most, word))
        if marked.indices.contains(word) { marked[word] = true }
    }

    /// Rising.
    func words() throws -> [Int] {
        guard least >= 0, most < marked.count else {
            throw Refused(
                "target words \(least) to \(most) were allowed, and the vocabulary has \(marked.count): the "
                    + "shortlist is damaged, or of another one")
        }
        return marked.indices.filter { marked[$0] }
    }
}
