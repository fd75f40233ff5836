/// `text`: what is translated, maybe empty. `space`: the whitespace that follows it.
public struct Piece: Sendable, Equatable {
    public let text: String
    public let space: String

    public init(text: String, space: String) {
        self.text = text
        self.space = space
    }
}

/// Code points, as Python counts them: a `Character` of Swift may be several of them.
private typealias Codes = ArraySlice<Unicode.Scalar>

/// The sentences of a text in order, as exporters/text/sentences.py cuts it: line breaks stay where they
/// are; `sentences` cuts a line, and what it gives put together is the line. A sentence that does not
/// `fit` is cut at the last clause mark that does, else at the last space, else between two characters.
/// Nothing is ever dropped.
public func pieces(
    _ text: String, sentences: (String) throws -> [String], fit: (String) throws -> Bool
) rethrows -> [Piece] {
    try lines(text).flatMap(sentences).flatMap(edged).flatMap { try fitting($0, fit) }
}

/// The translation of each piece in its place, with the whitespace of the source between.
public func rejoined(_ pieces: [Piece], _ translations: [String]) -> String {
    zip(pieces, translations).map { $1 + $0.space }.joined()
}

/// `text` without the whitespace at its ends.
func trimmed(_ text: String) -> String {
    string(trimmedEnd(trimmedStart(Array(text.unicodeScalars)[...])))
}

/// Whitespace as Python's expressions and its strip() take it.
func isSpace(_ code: Unicode.Scalar) -> Bool {
    code.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(code)
}

/// Runs without a line break and runs of line breaks, in turn.
private func lines(_ text: String) -> [String] {
    let codes = Array(text.unicodeScalars)
    var found: [String] = []
    var start = 0
    for at in codes.indices.dropFirst() where breaksLine(codes[at]) != breaksLine(codes[at - 1]) {
        found.append(string(codes[start..<at]))
        start = at
    }
    return codes.isEmpty ? [] : found + [string(codes[start...])]
}

/// Whitespace before a sentence becomes a piece without text.
private func edged(_ sentence: String) -> [Piece] {
    let codes = Array(sentence.unicodeScalars)[...]
    let rest = trimmedStart(codes)
    let text = trimmedEnd(rest)
    let before = codes[..<rest.startIndex]
    let first = before.isEmpty ? [] : [Piece(text: "", space: string(before))]
    return text.isEmpty ? first : first + [Piece(text: string(text), space: string(rest[text.endIndex...]))]
}

private func fitting(_ piece: Piece, _ fit: (String) throws -> Bool) rethrows -> [Piece] {
    var found: [Piece] = []
    var rest = Array(piece.text.unicodeScalars)[...]
    while !rest.isEmpty, try !fit(string(rest)) {
        let end = try lastFitting(rest, fit)
        let text = trimmedEnd(rest[..<end])
        let tail = trimmedStart(rest[end...])
        found.append(Piece(text: string(text), space: string(rest[text.endIndex..<tail.startIndex])))
        rest = tail
    }
    return found + [Piece(text: string(rest), space: piece.space)]
}

/// Where the longest part ends that fits, at the best kind of border that has one.
private func lastFitting(_ text: Codes, _ fit: (String) throws -> Bool) rethrows -> Int {
    for border in [endsClause, endsWord, endsCharacter] {
        let ends = text.indices.dropFirst().filter { border(text, $0) }
        if let end = try longest(text, ends, fit) { return end }
    }
    // One character alone is too long only where the limit leaves no room for text.
    return text.startIndex + 1
}

/// The last of the ascending `ends` that fits; longer texts never have fewer tokens by much, so halving
/// finds it.
private func longest(_ text: Codes, _ ends: [Int], _ fit: (String) throws -> Bool) rethrows -> Int? {
    var low = 0
    var high = ends.count
    while low < high {
        let middle = (low + high) / 2
        if try fit(string(text[..<ends[middle]])) { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? ends[low - 1] : nil
}

private func endsClause(_ text: Codes, _ at: Int) -> Bool {
    wideMarks.contains(text[at - 1]) || (marks.contains(text[at - 1]) && isSpace(text[at]))
}

private func endsWord(_ text: Codes, _ at: Int) -> Bool { isSpace(text[at]) }

/// Not before a combining mark, or inside a joined emoji.
private func endsCharacter(_ text: Codes, _ at: Int) -> Bool {
    !combining.contains(text[at]) && !joining.contains(text[at]) && text[at - 1] != "\u{200D}"
}

private func breaksLine(_ code: Unicode.Scalar) -> Bool { lineBreaks.contains(code) }

private func trimmedStart(_ codes: Codes) -> Codes { codes.drop(while: isSpace) }

private func trimmedEnd(_ codes: Codes) -> Codes {
    codes[..<(codes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? codes.startIndex)]
}

private func string(_ codes: Codes) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: codes)
    return String(view)
}

private let lineBreaks = Set("\r\n\u{0B}\u{0C}\u{85}\u{2028}\u{2029}".unicodeScalars)
private let marks = Set(",;:)]–—".unicodeScalars)
private let wideMarks = Set("、，；：。！？」』）".unicodeScalars)
private let joining = Set("\u{200D}\u{FE0F}".unicodeScalars)
private let combining: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
