/// Code points, as Python counts them: a `Character` of Swift may be several of them.
private typealias Codes = ArraySlice<Unicode.Scalar>

/// How texts of a language are cut: `sentences` cuts a line, and what it gives put together is the line.
struct Cutter {
    let language: String?
    let scripts: Scripts
    let sentences: (String) throws -> [String]

    /// The pieces of a text in order, as exporters/text/sentences.py cuts it: line breaks stay where they
    /// are. A sentence that does not `fit` is cut at the last clause mark that does, else at the last space,
    /// else between two characters. Nothing is ever dropped.
    func pieces(_ text: String, _ handling: Handling, fit: (String) throws -> Bool) throws -> [Piece] {
        let whole = handling.joinLines ? joinedLines(text) : text
        if handling.asIs { return try Mobilec.pieces(whole, sentences: sentences, fit: fit) }
        return try lines(whole)
            .flatMap { try piecesOfLine($0, language: language, scripts: scripts, sentences: sentences) }
            .flatMap { try fitting($0, fit) }
            .map { piece in
                if piece.text.isEmpty || scripts.areIn(piece.text) { return piece }
                return Piece(text: "", space: piece.text + piece.space)
            }
    }
}

/// The same of a text of which all is translated.
func pieces(
    _ text: String, sentences: (String) throws -> [String], fit: (String) throws -> Bool
) rethrows -> [Piece] {
    try lines(text).flatMap(sentences).flatMap(edged).flatMap { try fitting($0, fit) }
}

/// `text` without the whitespace at its ends.
func trimmed(_ text: String) -> String {
    string(trimmedEnd(trimmedStart(Array(text.unicodeScalars)[...])))
}

/// Whitespace as Python's expressions and its strip() take it.
func isSpace(_ code: Unicode.Scalar) -> Bool {
    code.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(code)
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

func trimmedStart(_ codes: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    codes.drop(while: isSpace)
}

func trimmedEnd(_ codes: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    codes[..<(codes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? codes.startIndex)]
}

private let marks = Set(",;:)]–—".unicodeScalars)
private let wideMarks = Set("、，；：。！？」』）".unicodeScalars)
private let joining = Set("\u{200D}\u{FE0F}".unicodeScalars)
private let combining: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
