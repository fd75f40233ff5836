/// Pairs of ids by the order in which they were learned. A hash table of plain arrays: a dictionary would
/// take several times the memory for the 50,000 merges of GPT-2.
struct Merges: Sendable {
    struct Pair: Sendable, Equatable {
        let left: Int
        let right: Int
        /// The id that the two become.
        let made: Int
    }

    private static let empty = UInt64.max
    /// 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming 3, section 6.4).
    private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

    private let made: [Int]
    private var keys: [UInt64]
    private var ranks: [Int32]
    private let mask: Int

    init(_ pairs: [Pair]) {
        var size = 4
        while size < pairs.count * 2 { size *= 2 }
        mask = size - 1
        made = pairs.map(\.made)
        keys = [UInt64](repeating: Self.empty, count: size)
        ranks = [Int32](repeating: 0, count: size)
        // A pair that stands twice has its last place, as in the library.
        for (rank, pair) in pairs.enumerated() {
            let key = Self.key(pair.left, pair.right)
            let slot = slot(key)
            keys[slot] = key
            ranks[slot] = Int32(rank)
        }
    }

    /// The place of a pair in the order; nil where it was never learned.
    @inline(__always)
    func rank(_ left: Int, _ right: Int) -> Int? {
        let key = Self.key(left, right)
        let slot = slot(key)
        return keys[slot] == key ? Int(ranks[slot]) : nil
    }

    /// The id that the pair of a rank becomes.
    func made(_ rank: Int) -> Int { made[rank] }

    private static func key(_ left: Int, _ right: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: left)) << 32 | UInt64(UInt32(truncatingIfNeeded: right))
    }

    /// Where a key stands or would stand.
    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* Self.multiplier) >> 32) & mask
        while keys[slot] != Self.empty && keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }
}
