/// Quotes and brackets of a line that open and close again: what stands in them does not end its sentence.
struct Enclosures {
    private let line: Line
    private let ranges: [ClosedRange<Int>]

    init(_ line: Line) {
        self.line = line
        ranges = Self.ranges(line)
    }

    /// Whether a place stands inside one, and goes on there.
    func hold(_ place: Int) -> Bool {
        ranges.contains { place > $0.lowerBound && place < $0.upperBound && !isLast(place, $0) }
    }

    /// The place after the quotes and brackets that close at a place.
    func closedAfter(_ place: Int) -> Int {
        var at = place
        while at < line.count,
            Self.closing.contains(line[at]) || ranges.contains(where: { $0.upperBound == at })
        {
            at += 1
        }
        return at
    }

    /// Between the place and the closing sign is nothing, so both end together.
    private func isLast(_ place: Int, _ range: ClosedRange<Int>) -> Bool {
        closedAfter(place) > range.upperBound
    }

    private static func ranges(_ line: Line) -> [ClosedRange<Int>] {
        var all: [ClosedRange<Int>] = []
        var open: [(close: Unicode.Scalar, at: Int)] = []
        for at in line.indices {
            let sign = line[at]
            let mayClose = sign != plain || !opens(line, at)
            if mayClose, let matching = open.lastIndex(where: { $0.close == sign }) {
                all.append(open[matching].at...at)
                open.removeSubrange(matching...)
            } else if let close = pairs[sign], sign != plain || opens(line, at) {
                open.append((close, at))
            }
        }
        return all
    }

    /// A straight quote opens where a word begins.
    private static func opens(_ line: Line, _ at: Int) -> Bool {
        let follows = at > 0 && !Line.isSpace(line[at - 1]) && pairs[line[at - 1]] == nil
        return !follows && at + 1 < line.count && !Line.isSpace(line[at + 1])
    }

    private static let plain: Unicode.Scalar = "\""
    private static let pairs: [Unicode.Scalar: Unicode.Scalar] = [
        "(": ")", "[": "]", "{": "}", "（": "）", "\"": "\"", "“": "”", "„": "“",
        "«": "»", "‹": "›", "「": "」", "『": "』",
    ]
    private static let closing = Set("\"'”’)]}»›」』）".unicodeScalars)
}
