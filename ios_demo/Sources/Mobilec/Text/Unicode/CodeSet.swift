/// A set of code points: a bit for each of the first plane up to the last that is in the set, and the
/// ranges in order.
struct CodeSet: Sendable {
    static let last: UInt32 = 0x10FFFF

    let ranges: [ClosedRange<UInt32>]
    private let bits: [UInt64]

    init(_ ranges: some Sequence<ClosedRange<UInt32>>) {
        self.ranges = Self.merged(ranges)
        bits = Self.bits(self.ranges)
    }

    init(_ codes: UInt32...) {
        self.init(codes.map { $0...$0 })
    }

    /// A table as tests/fixtures/unicode.py writes it: gaps and lengths of ranges, to base 36.
    init(table: String) {
        var end: UInt32 = 0
        self.init(
            Tables.words(table).map { parts in
                let first = end + UInt32(parts[0])
                let last = first + UInt32(parts.count > 1 ? parts[1] : 0)
                end = last + 1
                return first...last
            })
    }

    @inline(__always)
    func contains(_ code: UInt32) -> Bool {
        let word = Int(code >> 6)
        if word < bits.count { return bits[word] >> UInt64(code & 63) & 1 == 1 }
        return code > 0xFFFF && isInRange(code)
    }

    func union(_ other: CodeSet) -> CodeSet { CodeSet(ranges + other.ranges) }

    /// Every other code point.
    func complement() -> CodeSet {
        var others: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if next < range.lowerBound { others.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { others.append(next...Self.last) }
        return CodeSet(others)
    }

    private func isInRange(_ code: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < code { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= code
    }

    private static func merged(_ ranges: some Sequence<ClosedRange<UInt32>>) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let before = merged.last, range.lowerBound <= before.upperBound + 1 {
                merged[merged.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    private static func bits(_ ranges: [ClosedRange<UInt32>]) -> [UInt64] {
        let most = min(ranges.last?.upperBound ?? 0, 0xFFFF)
        var bits = [UInt64](repeating: 0, count: Int(most >> 6) + 1)
        for range in ranges where range.lowerBound <= most {
            for code in range.lowerBound...min(range.upperBound, most) {
                bits[Int(code >> 6)] |= 1 << UInt64(code & 63)
            }
        }
        return bits
    }
}

extension Tables {
    /// The words of a table, each as its numbers to base 36.
    static func words(_ table: String) -> [[Int]] {
        let breaks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\n")]
        return table.utf8.split(whereSeparator: breaks.contains).map { word in
            // The tables are constants of this program, whose words are numbers; a test holds all of them.
            word.split(separator: UInt8(ascii: ".")).map { Int(Substring($0), radix: 36) ?? 0 }
        }
    }
}
