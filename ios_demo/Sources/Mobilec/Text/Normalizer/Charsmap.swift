/// Rules for characters as SentencePiece compiles them (sentencepiece, src/normalizer.cc,
/// EncodePrecompiledCharsMap): the size of a trie in 4 bytes, the trie of the keys as Darts-clone stores
/// it, the replacements, each ended by a zero byte.
///
/// Of a unit of the trie (darts.h, DoubleArrayUnit): bit 8 says that a leaf follows, bits 10 up (times 256
/// where bit 9 is set) are where its children stand, the low byte is the label, a leaf's value is the low
/// 31 bits.
struct Charsmap: Sendable {
    private static let hasLeaf: UInt32 = 1 << 8
    private static let isFar: UInt32 = 1 << 9
    private static let leaf: UInt32 = 1 << 31
    private static let label = leaf | 0xFF
    private static let sizeBytes = 4

    private let units: [UInt32]
    private let replacements: [UInt8]

    init(_ bytes: [UInt8]) throws {
        guard bytes.count >= Self.sizeBytes else { throw Self.damaged() }
        let size = Int(Self.word(bytes, 0))
        guard size >= Self.sizeBytes, size <= bytes.count - Self.sizeBytes else { throw Self.damaged() }
        units = (1...size / Self.sizeBytes).map { Self.word(bytes, $0 * Self.sizeBytes) }
        replacements = Array(bytes[(Self.sizeBytes + size)...])
        guard isWhole() else { throw Self.damaged() }
    }

    /// Appends what the shortest beginning of this part of a text that has a rule becomes; false if none has.
    func replace(_ text: Bytes, _ range: Range<Int>, _ made: inout [UInt8]) -> Bool {
        var node = offset(units[0])
        for at in range {
            guard let child = child(node, text[at]) else { return false }
            node = child ^ offset(units[child])
            if units[child] & Self.hasLeaf != 0, let content = content(node) {
                made += content
                return true
            }
        }
        return false
    }

    /// Whether every leaf that can be reached leads to a replacement that is text.
    private func isWhole() -> Bool {
        guard Utf8.isText(replacements) else { return false }
        var isSeen = [Bool](repeating: false, count: units.count)
        var open = [offset(units[0])]
        while let node = open.popLast() {
            for byte in UInt8(1)...0xFF {
                guard let child = child(node, byte), !isSeen[child] else { continue }
                isSeen[child] = true
                let next = child ^ offset(units[child])
                if units[child] & Self.hasLeaf == 0 {
                    open.append(next)
                } else if content(next) == nil {
                    return false
                }
            }
        }
        return true
    }

    /// The replacement of a leaf; nil if there is none.
    private func content(_ leaf: Int) -> ArraySlice<UInt8>? {
        guard leaf < units.count else { return nil }
        let start = Int(units[leaf] & ~Self.leaf)
        guard start < replacements.count, start == 0 || replacements[start - 1] == 0 else { return nil }
        let rest = replacements[start...]
        return rest.firstIndex(of: 0).map { rest[..<$0] }
    }

    /// The unit that stands for a byte after others; nil if there is none.
    @inline(__always)
    private func child(_ node: Int, _ byte: UInt8) -> Int? {
        let place = node ^ Int(byte)
        return byte != 0 && place < units.count && units[place] & Self.label == UInt32(byte) ? place : nil
    }

    private func offset(_ unit: UInt32) -> Int {
        Int(unit >> 10) << (unit & Self.isFar != 0 ? 8 : 0)
    }

    private static func word(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        (0..<sizeBytes).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }

    private static func damaged() -> Refused {
        Refused(
            "the character rules (precompiled_charsmap) of the tokenizer are damaged; export the bundle again"
        )
    }
}
