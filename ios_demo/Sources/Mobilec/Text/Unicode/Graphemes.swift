/// Where a grapheme ends: Unicode Standard Annex 29, rules GB3 to GB13, without GB9c (conjuncts of Indic
/// scripts, which are longer than what is asked of graphemes here). `Character` follows the version of
/// Unicode of the system.
enum Graphemes {
    private enum Kind: UInt8 {
        case other, carriageReturn, lineFeed, control, extend, prepend
        case leading, vowel, trailing, leadingVowel, syllable, flag, picture
    }

    private static let joiner: UInt32 = 0x200D
    private static let hangul: ClosedRange<UInt32> = 0xAC00...0xD7A3
    private static let trailingCount: UInt32 = 28

    /// The end of the grapheme that begins at a place.
    static func end(_ text: Bytes, from start: Int) -> Int {
        var (code, at) = text.code(at: start)
        var kind = kind(code)
        var isPicture = kind == .picture
        var flags = kind == .flag ? 1 : 0
        while at < text.count {
            let (next, end) = text.code(at: at)
            let nextKind = Self.kind(next)
            let joinsPicture = isPicture && code == joiner && nextKind == .picture
            let joinsFlag = nextKind == .flag && kind == .flag && flags % 2 == 1
            if !joinsPicture && !joinsFlag && !areTogether(kind, nextKind) { return at }
            isPicture = nextKind == .picture || (isPicture && nextKind == .extend)
            flags = nextKind == .flag ? flags + 1 : 0
            (code, kind, at) = (next, nextKind, end)
        }
        return at
    }

    /// The rules that look at two neighbours only.
    private static func areTogether(_ before: Kind, _ after: Kind) -> Bool {
        if before == .carriageReturn { return after == .lineFeed }
        if isBreaking(before) || isBreaking(after) { return false }
        if after == .extend || before == .prepend { return true }
        switch before {
        case .leading:
            return after == .leading || after == .vowel || after == .leadingVowel || after == .syllable
        case .leadingVowel, .vowel: return after == .vowel || after == .trailing
        case .syllable, .trailing: return after == .trailing
        default: return false
        }
    }

    private static func isBreaking(_ kind: Kind) -> Bool {
        kind == .control || kind == .carriageReturn || kind == .lineFeed
    }

    private static func kind(_ code: UInt32) -> Kind {
        if code >= 0x20 && code < 0x7F { return .other }
        if hangul.contains(code) {
            return (code - hangul.lowerBound) % trailingCount == 0 ? .leadingVowel : .syllable
        }
        if code < firstPlane.count { return firstPlane[Int(code)] }
        return table.first { $0.codes.contains(code) }?.kind ?? .other
    }

    /// The first kind that has a code point is the one that counts.
    private static let table: [(kind: Kind, codes: CodeSet)] = [
        (.carriageReturn, CodeSet(0xD)),
        (.lineFeed, CodeSet(0xA)),
        (.control, CodeSet(table: Tables.breakControl)),
        (.extend, CodeSet(table: Tables.breakExtend)),
        (.prepend, CodeSet(table: Tables.breakPrepend)),
        (.leading, CodeSet(table: Tables.breakLeading)),
        (.vowel, CodeSet(table: Tables.breakVowel)),
        (.trailing, CodeSet(table: Tables.breakTrailing)),
        (.flag, CodeSet([0x1F1E6...0x1F1FF])),
        (.picture, CodeSet(table: Tables.breakPicture)),
    ]

    private static let firstPlane: [Kind] = {
        var kinds = [Kind](repeating: .other, count: 0x10000)
        for (kind, codes) in table.reversed() {
            for range in codes.ranges where range.lowerBound < 0x10000 {
                for code in range.lowerBound...min(range.upperBound, 0xFFFF) { kinds[Int(code)] = kind }
            }
        }
        return kinds
    }()
}
