/// `text`: what is translated, maybe empty. `space`: what follows it and stays as it is.
public struct Piece: Sendable, Equatable {
    public let text: String
    public let space: String

    public init(text: String, space: String) {
        self.text = text
        self.space = space
    }
}

/// The pieces of a line: what of it is translated, and what is handed through. The rules stand in
/// exporters/text/pieces.py. `sentences` cuts a text; what it gives put together is the text.
func piecesOfLine(
    _ line: String, language: String?, scripts: Scripts, sentences: (String) throws -> [String]
) rethrows -> [Piece] {
    try items(Array(line.unicodeScalars), language: language).flatMap { item in
        let mark = item.mark.isEmpty ? [] : [Piece(text: "", space: string(item.mark))]
        return mark + wholeSentences(try sentences(string(item.rest))).flatMap { trimmed($0, scripts) }
    }
}

/// Sentences that were cut inside a thing put together again.
func wholeSentences(_ sentences: [String]) -> [[Unicode.Scalar]] {
    let line = sentences.flatMap(\.unicodeScalars)
    let found = things(line)
    var whole: [[Unicode.Scalar]] = []
    var start = 0
    var end = 0
    for sentence in sentences {
        end += sentence.unicodeScalars.count
        if end == line.count || !found.contains(where: { $0.lowerBound < end && end < $0.upperBound }) {
            whole.append(Array(line[start..<end]))
            start = end
        }
    }
    return whole
}

/// Whether a sentence begins right behind a sign: with a letter of Chinese or Japanese; or with a
/// capital letter and no second one, where two small ones stand before the sign.
func beginsWithoutSpace(_ line: Line, _ at: Int) -> Bool {
    let next = line[at]
    if Letters.isLetter(next), Letters.isWide(next) { return true }
    let before = line[max(0, at - 3)..<(at - 1)]
    let isSmall = before.count > 1 && before.allSatisfy { Letters.isLetter($0) && !Letters.isCapital($0) }
    return isSmall && Letters.isCapital(next)
        && !(at + 1 < line.count && Letters.isCapital(line[at + 1]))
}

private func trimmed(_ sentence: [Unicode.Scalar], _ scripts: Scripts) -> [Piece] {
    let range = ends(sentence)
    let text = string(sentence[range])
    guard scripts.areIn(text) else {
        return sentence.isEmpty ? [] : [Piece(text: "", space: string(sentence))]
    }
    let before = string(sentence[..<range.lowerBound])
    let last = Piece(text: text, space: string(sentence[range.upperBound...]))
    return before.isEmpty ? [last] : [Piece(text: "", space: before), last]
}

/// What is left when things and spaces at both ends are off.
func ends(_ text: [Unicode.Scalar]) -> Range<Int> {
    let found = things(text)
    let end = end(text, found)
    return min(start(text, found), end)..<end
}

private func start(_ text: [Unicode.Scalar], _ found: [Range<Int>]) -> Int {
    var at = afterSpaces(text, 0)
    for thing in found {
        if thing.lowerBound != at { break }
        at = afterSpaces(text, thing.upperBound)
        let behind = at + text[at...].prefix { afterThing.contains($0) }.count
        if behind == text.count || isSpace(text[behind]) { at = afterSpaces(text, behind) }
    }
    return at
}

private func end(_ text: [Unicode.Scalar], _ found: [Range<Int>]) -> Int {
    var end = trimmedEnd(text[...]).endIndex
    for thing in found.reversed() {
        let sign = text[..<end].lastIndex { !ending.contains($0) }
        if trimmedEnd(text[..<(sign.map { $0 + 1 } ?? 0)]).endIndex > thing.upperBound { break }
        end = trimmedEnd(text[..<thing.lowerBound]).endIndex
    }
    return end
}

private func afterSpaces(_ text: [Unicode.Scalar], _ start: Int) -> Int {
    trimmedStart(text[start...]).startIndex
}

/// What stands before, between and behind the things in a piece, each with what follows it.
func betweenThings(_ text: String) -> [Piece] {
    let codes = Array(text.unicodeScalars)
    let found = things(codes)
    var parts: [Piece] = []
    var held = ""
    for place in 0...found.count {
        let at = place == 0 ? 0 : found[place - 1].upperBound
        let part = codes[at..<(place < found.count ? found[place].lowerBound : codes.count)]
        let body = at == 0 ? part : part.drop { between.contains($0) }
        let core = trimmedEnd(body)
        held += string(part[..<body.startIndex])
        if !held.isEmpty { parts.append(Piece(text: "", space: held)) }
        if !core.isEmpty { parts.append(Piece(text: string(core), space: "")) }
        held = string(body[core.endIndex...])
        if place < found.count { held += string(codes[found[place]]) }
    }
    return held.isEmpty ? parts : parts + [Piece(text: "", space: held)]
}

private let ending = Set(".,;:!?…。！？、，；：".unicodeScalars)
private let afterThing = ending.union("-–—".unicodeScalars)
private let between = Set(",;:.!?…-–— \t\u{A0}\u{3000}".unicodeScalars)
