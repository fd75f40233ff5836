/// What becomes of what a text is cut at (SplitDelimiterBehavior of tokenizers, normalizer.rs).
enum Delimiter: String, CaseIterable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    /// Calls with the start and the end of each part that stays, in order.
    func keep(_ spans: [Span], inverted: Bool, _ part: (_ start: Int, _ end: Int) -> Void) {
        switch self {
        case .removed:
            for span in spans where span.matches == inverted { part(span.start, span.end) }
        case .isolated:
            for span in spans { part(span.start, span.end) }
        case .contiguous:
            merged(spans, inverted, part) { matches, next in matches == next }
        case .mergedWithPrevious:
            merged(spans, inverted, part) { matches, next in !matches && next }
        case .mergedWithNext:
            merged(spans, inverted, part) { matches, next in matches && !next }
        }
    }

    /// `joins`: whether a span becomes one with that after it, by whether the two match.
    private func merged(
        _ spans: [Span], _ inverted: Bool, _ part: (Int, Int) -> Void, _ joins: (Bool, Bool) -> Bool
    ) {
        var start = 0
        for (at, span) in spans.enumerated() {
            if at == 0 || !joins(spans[at - 1].matches != inverted, span.matches != inverted) {
                start = span.start
            }
            let isLast = at + 1 == spans.count
            if isLast || !joins(span.matches != inverted, spans[at + 1].matches != inverted) {
                part(start, span.end)
            }
        }
    }
}
