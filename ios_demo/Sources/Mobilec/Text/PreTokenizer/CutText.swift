/// A text and the parts of it that are cut further, in order; none is empty.
struct CutText {
    var text: [UInt8]
    var ranges: [Range<Int>]
    /// Whether the first part stands at the beginning of the whole text; no other one can.
    var begins: Bool

    /// All of a text.
    init(_ text: [UInt8], begins: Bool) {
        self.init(text: text, ranges: text.isEmpty ? [] : [0..<text.count], begins: begins)
    }

    init(text: [UInt8], ranges: [Range<Int>], begins: Bool) {
        self.text = text
        self.ranges = ranges
        self.begins = begins
    }

    /// The parts cut at what a pattern finds in each.
    func cut(at pattern: some Pattern, _ delimiter: Delimiter, inverted: Bool = false) -> CutText {
        var found: [Range<Int>] = []
        found.reserveCapacity(ranges.count)
        var spans: [Span] = []
        text.withUnsafeBufferPointer { text in
            for range in ranges {
                spans.removeAll(keepingCapacity: true)
                pattern.find(in: text.slice(range), &spans)
                delimiter.keep(spans, inverted: inverted) { start, end in
                    if start < end { found.append(range.lowerBound + start..<range.lowerBound + end) }
                }
            }
        }
        return CutText(
            text: text, ranges: found, begins: begins && found.first?.lowerBound == ranges.first?.lowerBound)
    }

    /// Each part written anew; `write` gets a part and whether it begins the text, and appends.
    func rewritten(_ write: (Bytes, Bool, inout [UInt8]) -> Void) -> CutText {
        var made: [UInt8] = []
        made.reserveCapacity(text.count * 2)
        var found: [Range<Int>] = []
        found.reserveCapacity(ranges.count)
        text.withUnsafeBufferPointer { text in
            for (at, range) in ranges.enumerated() {
                let start = made.count
                write(text.slice(range), begins && at == 0, &made)
                found.append(start..<made.count)
            }
        }
        return CutText(text: made, ranges: found, begins: begins)
    }
}
