/// The translation of each piece in its place, with spaces as the target's language has them: the rules
/// stand in exporters/text/joining.py.
public func rejoined(_ pieces: [Piece], _ translations: [String], targetLanguage: String? = nil) -> String {
    let target = Target(targetLanguage)
    var made = String.UnicodeScalarView()
    var before = Piece(text: "", space: "")
    var saidBefore = ""
    for (at, (piece, said)) in zip(pieces, translations).enumerated() {
        if !said.isEmpty, let first = piece.text.unicodeScalars.first, !made.isEmpty {
            made.removeLast(before.space.unicodeScalars.count)
            made.append(contentsOf: between(before, saidBefore, first, said, target).unicodeScalars)
        }
        made.append(contentsOf: said.unicodeScalars)
        if !said.isEmpty, let last = piece.text.unicodeScalars.last,
            touches(last, nextSign(pieces, at), beginThing), target.hasSpaces(said, "")
        {
            made.append(" ")
        }
        made.append(contentsOf: piece.space.unicodeScalars)
        (before, saidBefore) = (piece, said)
    }
    return String(made)
}

/// Whether a target's sentences have spaces between them: by its language, else by what meets.
private struct Target {
    private let known: Bool?

    init(_ language: String?) {
        known = language.map { !without.contains(languageCode($0)) }
    }

    func hasSpaces(_ said: String, _ following: String) -> Bool {
        if let known { return known }
        let meeting = [said.unicodeScalars.last, following.unicodeScalars.first].compactMap { $0 }
        return !meeting.contains(where: Letters.isWide)
    }
}

/// What stands between a piece and the one before it, instead of that one's space.
private func between(
    _ before: Piece, _ saidBefore: String, _ first: Unicode.Scalar, _ said: String, _ target: Target
) -> String {
    let space = before.space
    if !space.unicodeScalars.allSatisfy(isSpace) {
        let isGlued = touches(first, space.unicodeScalars.last, endThing) && target.hasSpaces("", said)
        return isGlued ? space + " " : space
    }
    guard let last = before.text.unicodeScalars.last, !saidBefore.isEmpty else { return space }
    return gap(last, space, first, hasSpaces: target.hasSpaces(saidBefore, said))
}

private func gap(
    _ last: Unicode.Scalar, _ space: String, _ first: Unicode.Scalar, hasSpaces: Bool
) -> String {
    let isDense = Letters.isWide(last) || Letters.isWide(first)
    if !hasSpaces { return isDense ? space : "" }
    if isDense || (space.isEmpty && Letters.isWithoutSpaces(last) && Letters.isWithoutSpaces(first)) {
        return space.isEmpty ? " " : string(space.unicodeScalars.map { $0 == "\u{3000}" ? " " : $0 })
    }
    return space.isEmpty && signs.contains(last) && Letters.isLetter(first) ? " " : space
}

/// The first of what stays as it is behind the text of a piece; nil where a text follows.
private func nextSign(_ pieces: [Piece], _ at: Int) -> Unicode.Scalar? {
    if let sign = pieces[at].space.unicodeScalars.first { return sign }
    guard at + 1 < pieces.count, pieces[at + 1].text.isEmpty else { return nil }
    return pieces[at + 1].space.unicodeScalars.first
}

/// Whether a thing of ASCII, of which one end is given, stands at a character without a space.
private func touches(
    _ code: Unicode.Scalar, _ thing: Unicode.Scalar?, _ signs: Set<Unicode.Scalar>
) -> Bool {
    guard let thing else { return false }
    return Letters.isWide(code) && (isAsciiWord(thing) || signs.contains(thing))
}

private let without: Set<String> = ["zh", "ja", "yue", "wuu", "nan", "hak", "lzh", "cmn"]
private let signs = Set(".!?…,;:".unicodeScalars)
private let beginThing = Set("{<%$#&".unicodeScalars)
private let endThing = Set("}>%;/=_".unicodeScalars)
