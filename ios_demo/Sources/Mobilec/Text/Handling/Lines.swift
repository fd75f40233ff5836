/// Runs without a line break and runs of line breaks, in turn.
func lines(_ text: String) -> [String] {
    let codes = Array(text.unicodeScalars)
    var found: [String] = []
    var start = 0
    for at in codes.indices.dropFirst() where breaksLine(codes[at]) != breaksLine(codes[at - 1]) {
        found.append(string(codes[start..<at]))
        start = at
    }
    return codes.isEmpty ? [] : found + [string(codes[start...])]
}

/// A text with its wrapped lines joined: exporters/text/lines.py says where a break stays.
func joinedLines(_ text: String) -> String {
    var runs = lines(text).map { Array($0.unicodeScalars)[...] }
    var made: ArraySlice<Unicode.Scalar> = []
    for at in runs.indices {
        let before = at > 0 ? runs[at - 1] : []
        let following = at + 1 < runs.count ? runs[at + 1] : []
        guard isSingle(runs[at]), goesOn(before, following) else {
            made += runs[at]
            continue
        }
        made = trimmedEnd(made)
        runs[at + 1] = trimmedStart(following)
        let isDense = made.last.map(Letters.isWide) == true && runs[at + 1].first.map(Letters.isWide) == true
        if !isDense { made.append(" ") }
    }
    return string(made)
}

private func goesOn(_ before: ArraySlice<Unicode.Scalar>, _ following: ArraySlice<Unicode.Scalar>) -> Bool {
    !before.allSatisfy(isSpace) && !following.allSatisfy(isSpace) && !beginsItem(Array(following))
}

private func isSingle(_ run: ArraySlice<Unicode.Scalar>) -> Bool {
    let codes = Array(run)
    return codes == ["\r", "\n"] || (codes.count == 1 && single.contains(codes[0]))
}

private func breaksLine(_ code: Unicode.Scalar) -> Bool { lineBreaks.contains(code) }

private let lineBreaks = Set("\r\n\u{0B}\u{0C}\u{85}\u{2028}\u{2029}".unicodeScalars)
private let single = Set("\r\n\u{85}\u{2028}".unicodeScalars)
