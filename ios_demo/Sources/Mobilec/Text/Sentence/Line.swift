/// A text by its code points. `Character` joins a dot with a mark after it, and so would hide the dot.
struct Line {
    private let scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var count: Int { scalars.count }

    var indices: Range<Int> { scalars.indices }

    subscript(_ place: Int) -> Unicode.Scalar { scalars[place] }

    subscript(_ range: Range<Int>) -> ArraySlice<Unicode.Scalar> { scalars[range] }

    subscript(_ range: PartialRangeFrom<Int>) -> ArraySlice<Unicode.Scalar> { scalars[range] }

    func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

    /// The place after the signs from a place on that end sentences.
    func terminators(from start: Int) -> Int {
        var at = start
        while at < count, Self.terminators.contains(scalars[at]) || Self.withoutSpace.contains(scalars[at]) {
            at += 1
        }
        return at
    }

    /// The place after the spaces from a place on.
    func spaces(from start: Int) -> Int {
        var at = start
        while at < count, Self.isSpace(scalars[at]) { at += 1 }
        return at
    }

    static func isSpace(_ sign: Unicode.Scalar) -> Bool {
        switch sign.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: (0x9...0xD).contains(sign.value) || (0x1C...0x1F).contains(sign.value)
        }
    }

    /// Of letters beyond the first plane none is asked for.
    static func isLetterOrDigit(_ sign: Unicode.Scalar) -> Bool {
        guard sign.value <= 0xFFFF else { return false }
        switch sign.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default: return false
        }
    }

    /// Property Sentence_Terminal of Unicode, as far as languages in use today have it; a space follows.
    private static let terminators = Set(
        (".!?…\u{0589}\u{061F}\u{06D4}\u{0964}\u{0965}\u{104A}\u{104B}\u{1362}\u{1367}\u{1368}\u{17D4}\u{17D5}"
            + "\u{203C}\u{203D}\u{2047}\u{2048}\u{2049}").unicodeScalars)

    /// Of Chinese and Japanese, where nothing follows.
    static let withoutSpace = Set("\u{3002}\u{FF01}\u{FF0E}\u{FF1F}\u{FF61}".unicodeScalars)
}
