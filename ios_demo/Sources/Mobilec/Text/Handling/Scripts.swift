/// The scripts that a translator was made for, by their codes of ISO 15924; none for any.
struct Scripts: Sendable {
    private let letters: CodeSet
    private let isNarrow: Bool
    private let isParted: Bool

    init(_ codes: [String]) {
        letters = Letters.of(codes)
        let own = Set(codes.isEmpty ? Self.withWideForms + Self.withZeroSpace : codes)
        isNarrow = own.isDisjoint(with: Self.withWideForms)
        isParted = !own.isDisjoint(with: Self.withZeroSpace)
    }

    /// Whether a letter of them stands in a text outside of things, as the tokenizer sees it.
    func areIn(_ text: String) -> Bool {
        let codes = Array(text.unicodeScalars)
        var rest: [Unicode.Scalar] = []
        var start = 0
        for thing in things(codes) {
            rest += codes[start..<thing.lowerBound]
            start = thing.upperBound
        }
        return folded(string(rest + codes[start...])).unicodeScalars.contains { letters.contains($0.value) }
    }

    /// Letters in disguise as their plain ones: the rules stand in exporters/text/folding.py.
    func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var made: [UInt8] = []
        for code in text.unicodeScalars { append(code.value, to: &made) }
        return String(decoding: Forms.nfc.of(made), as: UTF8.self)
    }

    private func append(_ code: UInt32, to made: inout [UInt8]) {
        if Self.unseen.contains(code) {
            if isParted, code == Self.zeroSpace { made.append(code: code) }
        } else if Self.disguised.contains(code) {
            var one: [UInt8] = []
            one.append(code: code)
            made += Forms.nfkc.of(one)
        } else if isNarrow, (0xFF01...0xFF5E).contains(code) {
            made.append(code: code - Self.wideToAscii)
        } else {
            made.append(code: isNarrow && code == Self.wideSpace ? 0x20 : code)
        }
    }

    private static let zeroSpace: UInt32 = 0x200B
    private static let wideSpace: UInt32 = 0x3000
    private static let wideToAscii: UInt32 = 0xFEE0
    private static let unseen = CodeSet([
        0xAD...0xAD, 0x61C...0x61C, 0x180E...0x180E, 0x200B...0x200B, 0x200E...0x200F, 0x202A...0x202E,
        0x2060...0x2064, 0x2066...0x206F, 0xFEFF...0xFEFF,
    ])
    private static let disguised = CodeSet([
        0xFB00...0xFB06, 0xFB13...0xFB17, 0xFB50...0xFBB1, 0xFBD3...0xFC5D, 0xFC64...0xFD3D,
        0xFD50...0xFDFB, 0xFE80...0xFEFC, 0x1D400...0x1D7FF,
    ])
    private static let withWideForms = ["Hani", "Hira", "Kana", "Bopo", "Hang"]
    private static let withZeroSpace = ["Thai", "Laoo", "Khmr", "Mymr", "Tibt"]
}

/// Code points as a text.
func string(_ codes: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: codes)
    return String(view)
}
