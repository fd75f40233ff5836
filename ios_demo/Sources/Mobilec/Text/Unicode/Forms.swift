/// The normalization forms of Unicode 9, which the library knows (Unicode Standard Annex 15). Those of
/// Foundation follow the version of the system, and on Linux err on some syllables of Hangul.
enum Forms {
    case nfc, nfd, nfkc, nfkd

    static let canonical = Decompositions(table: Tables.canonical)
    private static let compatible = Decompositions(table: Tables.compatible)

    func of(_ text: [UInt8]) -> [UInt8] {
        if text.allSatisfy({ $0 < firstByte }) || !needsWork(text) { return text }
        var codes = ordered(text)
        if composes { codes = Self.composed(codes) }
        var made: [UInt8] = []
        made.reserveCapacity(text.count)
        for code in codes { made.append(code: code) }
        return made
    }

    private var composes: Bool { self == .nfc || self == .nfkc }

    private var isCompatible: Bool { self == .nfkc || self == .nfkd }

    /// That of U+0300, U+00C0 and U+00A0, the first characters that the forms change.
    private var firstByte: UInt8 { self == .nfc ? 0xCC : self == .nfd ? 0xC3 : 0xC2 }

    /// Without one of these a text is in the form already.
    private var suspects: CodeSet {
        switch self {
        case .nfc: Self.nfcSuspects
        case .nfd: Self.nfdSuspects
        case .nfkc: Self.nfkcSuspects
        case .nfkd: Self.nfkdSuspects
        }
    }

    private static let nfcSuspects = Compositions.marks.union(Compositions.seconds).union(
        Compositions.excluded)
    private static let nfdSuspects = Compositions.marks.union(canonical.codes).union(
        CodeSet([Hangul.syllables]))
    private static let nfkcSuspects = nfcSuspects.union(compatible.codes)
    private static let nfkdSuspects = nfdSuspects.union(compatible.codes)

    private func needsWork(_ text: [UInt8]) -> Bool {
        let suspects = suspects
        return text.withUnsafeBufferPointer { text in
            var at = 0
            while at < text.count {
                let (code, end) = text.code(at: at)
                if suspects.contains(code) { return true }
                at = end
            }
            return false
        }
    }

    /// Every character taken apart, and the marks after a letter in order of their classes.
    private func ordered(_ text: [UInt8]) -> [UInt32] {
        var made: [UInt32] = []
        made.reserveCapacity(text.count)
        text.withUnsafeBufferPointer { text in
            text.forEachCode { code in
                let start = made.count
                takeApart(code, &made)
                for place in start..<made.count { Self.sortIn(place, &made) }
            }
        }
        return made
    }

    private func takeApart(_ code: UInt32, _ made: inout [UInt32]) {
        if isCompatible, Self.compatible.codes.contains(code) {
            Self.compatible.append(code, to: &made)
        } else if Self.canonical.codes.contains(code) {
            Self.canonical.append(code, to: &made)
        } else if Hangul.syllables.contains(code) {
            Hangul.append(code, to: &made)
        } else {
            made.append(code)
        }
    }

    /// Moves a mark before those of higher classes.
    private static func sortIn(_ place: Int, _ codes: inout [UInt32]) {
        let own = Compositions.combiningClass(codes[place])
        if own == 0 { return }
        var at = place
        while at > 0, Compositions.combiningClass(codes[at - 1]) > own {
            codes.swapAt(at - 1, at)
            at -= 1
        }
    }

    /// Each character put together with the letter before it, unless a mark of the same or a higher class
    /// stands between.
    private static func composed(_ codes: [UInt32]) -> [UInt32] {
        var made: [UInt32] = []
        made.reserveCapacity(codes.count)
        var letter: Int?
        var between = 0
        for code in codes {
            let own = Compositions.combiningClass(code)
            if let place = letter, place == made.count - 1 || between < own,
                let whole = Compositions.pair(made[place], code)
            {
                made[place] = whole
                continue
            }
            if own == 0 { letter = made.count }
            between = own
            made.append(code)
        }
        return made
    }
}
