/// The mark of an item of a list with the spaces around it, empty for no item, and what follows it.
struct Item: Equatable {
    let mark: [Unicode.Scalar]
    let rest: [Unicode.Scalar]
}

/// A line as its items, one without a mark where it is no list: as exporters/text/items.py cuts it.
func items(_ line: [Unicode.Scalar], language: String?) -> [Item] {
    let whole = [Item(mark: [], rest: line)]
    guard let first = Mark(line, at: gapEnd(line, 0)) else { return whole }
    var number = first.number
    if first.sign == ".", let number, !isList(line, number, language) { return whole }
    var found: [Item] = []
    var start = 0
    var end = first.end
    while let before = number, let next = next(line, from: end, before + 1, first.sign) {
        found.append(Item(mark: Array(line[start..<end]), rest: Array(line[end..<next.start])))
        start = next.start
        end = next.end
        number = before + 1
    }
    return found + [Item(mark: Array(line[start..<end]), rest: Array(line[end...]))]
}

/// Whether a line begins with a mark, of whatever language it is.
func beginsItem(_ line: [Unicode.Scalar]) -> Bool { Mark(line, at: gapEnd(line, 0)) != nil }

/// A number, a letter or a bullet with the spaces behind it; something follows those.
private struct Mark {
    let start: Int
    let end: Int
    /// Of a number that stands alone: what it is, and the sign behind it.
    var number: Int?
    var sign: Unicode.Scalar?

    init?(_ line: [Unicode.Scalar], at start: Int) {
        self.start = start
        guard start < line.count else { return nil }
        var at = start
        if bullets.contains(line[at]) {
            at += 1
        } else {
            let isOpen = line[at] == "("
            if isOpen { at += 1 }
            let digits = line[at...].prefix(4).prefix { ("0"..."9").contains($0) }
            if (1...3).contains(digits.count) {
                at += digits.count
                number = isOpen ? nil : Int(string(digits))
            } else if digits.isEmpty, at < line.count, isAsciiWord(line[at]) {
                at += 1
            } else {
                return nil
            }
            guard at < line.count, line[at] == ")" || (number != nil && line[at] == ".") else { return nil }
            if number != nil { sign = line[at] }
            at += 1
        }
        end = gapEnd(line, at)
        if end == at || end == line.count || isSpace(line[end]) { return nil }
    }
}

private func isList(_ line: [Unicode.Scalar], _ number: Int, _ language: String?) -> Bool {
    !ordinalDot.contains(languageCode(language)) || next(line, from: 0, number + 1, ".") != nil
}

/// The first mark behind a space that has a number and a sign.
private func next(
    _ line: [Unicode.Scalar], from start: Int, _ number: Int, _ sign: Unicode.Scalar?
) -> Mark? {
    let wanted = Array(String(number).unicodeScalars)
    for at in max(start, 1)..<max(start, 1, line.count) where isGap(line[at - 1]) {
        guard line[at...].starts(with: wanted), let mark = Mark(line, at: at) else { continue }
        if mark.number == number, mark.sign == sign { return mark }
    }
    return nil
}

private func gapEnd(_ line: [Unicode.Scalar], _ start: Int) -> Int {
    var at = start
    while at < line.count, isGap(line[at]) { at += 1 }
    return at
}

private func isGap(_ code: Unicode.Scalar) -> Bool {
    switch code {
    case " ", "\t", "\u{A0}", "\u{2000}"..."\u{200A}", "\u{202F}", "\u{3000}": true
    default: false
    }
}

private let bullets = Set("-*•‣▪◦–—·".unicodeScalars)

/// Languages in which `3.` is "third" as well, so that a number alone says nothing.
private let ordinalDot = Set(
    "az bs cs da de dsb et eu fi fo hr hsb hu is lb lv me mk nb nn no pl sk sl sr tr"
        .split(separator: " ").map(String.init))
