/// What stands in a text and is no text: addresses, placeholders, tags, emoji. The rules stand in
/// exporters/text/things.py, which finds the same ones.
func things(_ text: [Unicode.Scalar]) -> [Range<Int>] { ThingFinder(text).all() }

/// A text by its code points, and by its bytes for the expressions.
private struct ThingFinder {
    private let text: [Unicode.Scalar]
    private let bytes: [UInt8]
    /// Where each code point begins in the bytes, and where the last one ends.
    private let offsets: [Int]

    init(_ text: [Unicode.Scalar]) {
        self.text = text
        var bytes: [UInt8] = []
        var offsets = [0]
        for code in text {
            bytes.append(code: code.value)
            offsets.append(bytes.count)
        }
        self.bytes = bytes
        self.offsets = offsets
    }

    func all() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = 0
        while at < text.count {
            let end = end(from: at)
            if end > at { found.append(at..<end) }
            at = max(end, at + 1)
        }
        return found
    }

    /// Where the thing ends that begins at a place; the place itself if none does.
    private func end(from at: Int) -> Int {
        let isInWord = at > 0 && isAsciiWord(text[at - 1])
        var end = at
        switch text[at] {
        case "<", "&": end = match(Self.tag, at)
        case "{", "$", "#": end = match(Self.placeholder, at)
        case "%": end = isInWord ? at : match(Self.placeholder, at)
        case let sign where isAsciiWord(sign) && !isInWord:
            end = address(at)
            if end == at { end = match(Self.mail, at) }
        default: break
        }
        if end == at { end = Letters.pictureEnd(text, at) }
        return end == at ? smile(at) : end
    }

    private func address(_ at: Int) -> Int {
        let begun = match(Self.scheme, at)
        if begun == at { return at }
        var end = begun
        while end < text.count, isInAddress(text[end]) { end += 1 }
        while end > begun, Self.ending.contains(text[end - 1]) || closes(text[at..<end]) { end -= 1 }
        return end > begun ? end : at
    }

    private func isInAddress(_ code: Unicode.Scalar) -> Bool {
        if code.isASCII { return isAsciiWord(code) || Self.addressSigns.contains(code) }
        return Letters.isLetter(code) && !Letters.isWithoutSpaces(code)
    }

    /// Whether it ends with a bracket that was not opened in it.
    private func closes(_ address: ArraySlice<Unicode.Scalar>) -> Bool {
        let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [("(", ")"), ("[", "]")]
        return pairs.contains { open, close in
            address.last == close
                && address.count(where: { $0 == close }) > address.count(where: { $0 == open })
        }
    }

    private func smile(_ at: Int) -> Int {
        if at > 0, !isSpace(text[at - 1]) { return at }
        for smile in Self.smiles where text[at...].starts(with: smile) {
            let end = at + smile.count
            if end == text.count || isSpace(text[end]) { return end }
        }
        return at
    }

    /// The end of what an expression finds at a place; the place itself where it finds nothing.
    private func match(_ expression: Expression?, _ at: Int) -> Int {
        let end = bytes.withUnsafeBufferPointer { expression?.end(in: $0, from: offsets[at]) }
        guard let end else { return at }
        var place = at
        while offsets[place] < end { place += 1 }
        return place
    }

    // They are constants of this program; a test holds what they find.
    private static let scheme = try? Expression("[A-Za-z][A-Za-z0-9+.-]{1,19}://|mailto:|[Ww]{3}\\.")
    private static let mail = try? Expression(
        "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,7}"
            + "\\.[A-Za-z]{2,24}(?![A-Za-z0-9])")
    private static let tag = try? Expression(
        "</?[A-Za-z0-9][A-Za-z0-9:_-]{0,31}(?:[ \\t]+[^<>=]{1,64}=[^<>]{0,200})?[ \\t]*/?>"
            + "|&(?:[A-Za-z][A-Za-z0-9]{1,15}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
    private static let placeholder = try? Expression(
        "[$#%]?\\{\\{ ?[A-Za-z0-9_.:$@#%-]{1,64} ?\\}\\}|[$#%]?\\{[A-Za-z0-9_.:$@#%-]{0,64}\\}"
            + "|%(?:\\([A-Za-z0-9_.]{1,64}\\))?(?:[0-9]{1,2}\\$)?[-+#0]{0,4}[0-9]{0,3}(?:\\.[0-9]{1,2})?"
            + "(?:hh|h|ll|l|z)?[sdifuxXeEgGcop@](?![A-Za-z0-9])"
            + "|%[A-Za-z_][A-Za-z0-9_]{0,63}%(?![A-Za-z0-9])")
    private static let ending = Set(".,;:!?'".unicodeScalars)
    private static let addressSigns = Set("-._~:/?#[]@!$&'()*+,;=%".unicodeScalars)
    private static let smiles = [
        ":-)", ":-(", ";-)", ":-D", ":-P", ":-p", ":-/", ":'(", "^_^", ":)", ":(", ";)", ":D", ":P", ":p",
        ":/", "<3", "xD", "XD", "^^",
    ].map { Array($0.unicodeScalars) }
}

/// A letter or a figure of ASCII.
func isAsciiWord(_ code: Unicode.Scalar) -> Bool {
    switch code {
    case "a"..."z", "A"..."Z", "0"..."9": true
    default: false
    }
}
