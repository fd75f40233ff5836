/// A part of a text that a pattern matches, or that stands between matches.
struct Span: Equatable {
    let start: Int
    let end: Int
    let matches: Bool
}

/// What a text is searched for.
protocol Pattern: Sendable {
    /// Appends matches and what is between them, in order, covering the text, which is not empty.
    func find(in text: Bytes, _ spans: inout [Span])
}

/// A text as it stands; it is not empty.
struct Literal: Pattern {
    let wanted: [UInt8]

    func find(in text: Bytes, _ spans: inout [Span]) {
        var covered = 0
        while let at = Self.next(wanted, in: text, from: covered) {
            if covered < at { spans.append(Span(start: covered, end: at, matches: false)) }
            covered = at + wanted.count
            spans.append(Span(start: at, end: covered, matches: true))
        }
        if covered < text.count { spans.append(Span(start: covered, end: text.count, matches: false)) }
    }

    /// The first place from another on where a text stands in the other.
    static func next(_ wanted: [UInt8], in text: Bytes, from place: Int) -> Int? {
        let first = wanted[0]
        var at = place
        while at + wanted.count <= text.count {
            if text[at] == first && text.hasPrefix(wanted, at: at) { return at }
            at += 1
        }
        return nil
    }

    static func next(_ wanted: [UInt8], in text: [UInt8], from place: Int) -> Int? {
        text.withUnsafeBufferPointer { next(wanted, in: $0, from: place) }
    }
}

/// Each character of a set, alone.
struct EachOf: Pattern {
    let codes: CodeSet

    func find(in text: Bytes, _ spans: inout [Span]) {
        var covered = 0
        var at = 0
        while at < text.count {
            let (code, end) = text.code(at: at)
            if codes.contains(code) {
                if covered < at { spans.append(Span(start: covered, end: at, matches: false)) }
                spans.append(Span(start: at, end: end, matches: true))
                covered = end
            }
            at = end
        }
        if covered < text.count { spans.append(Span(start: covered, end: text.count, matches: false)) }
    }
}

/// A regular expression. The system's own would read `\s` and `\p{L}` by its version of Unicode, which is
/// not that of the library, and differs between phones.
struct Expression: Pattern {
    private let automaton: Automaton

    init(_ pattern: String) throws {
        automaton = AutomatonCompiler.automaton(try PatternParser.parse(pattern))
    }

    /// Where a match ends that begins at a place; nil if there is none.
    func end(in text: Bytes, from place: Int) -> Int? {
        var matcher = Matcher(text: text)
        return matcher.end(automaton, from: place)
    }

    /// Empty matches count, but not where another match ended (Oniguruma's find_iter).
    func find(in text: Bytes, _ spans: inout [Span]) {
        var matcher = Matcher(text: text)
        var covered = 0
        var lastEnd = -1
        var at = 0
        while at <= text.count {
            let end = matcher.end(automaton, from: at)
            guard let end, end > at || end != lastEnd else {
                at = at < text.count ? text.code(at: at).end : at + 1
                continue
            }
            if covered < at { spans.append(Span(start: covered, end: at, matches: false)) }
            spans.append(Span(start: at, end: end, matches: true))
            covered = end
            lastEnd = end
            at = end > at ? end : at < text.count ? text.code(at: at).end : at + 1
        }
        if covered < text.count { spans.append(Span(start: covered, end: text.count, matches: false)) }
    }
}
