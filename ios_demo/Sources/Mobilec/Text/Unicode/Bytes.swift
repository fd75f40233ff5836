/// UTF-8 that lies in memory of someone else, and only for the time of a call. Everything here works on
/// bytes: `String` compares and walks by graphemes, which is neither what vocabularies mean nor fast.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// The code point that begins at a place, and the place after it. The bytes are well-formed.
    @inline(__always)
    func code(at place: Int) -> (code: UInt32, end: Int) {
        let first = UInt32(self[place])
        if first < 0x80 { return (first, place + 1) }
        let second = UInt32(self[place + 1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, place + 2) }
        let third = UInt32(self[place + 2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, place + 3) }
        let fourth = UInt32(self[place + 3] & 0x3F)
        return ((first & 0x07) << 18 | second << 12 | third << 6 | fourth, place + 4)
    }

    /// Where the code point begins that ends at a place, which is not 0.
    @inline(__always)
    func start(before end: Int) -> Int {
        var start = end - 1
        while self[start] & 0xC0 == 0x80 { start -= 1 }
        return start
    }

    /// The code point that ends at a place, which is not 0.
    func code(before end: Int) -> UInt32 { code(at: start(before: end)).code }

    func slice(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

    /// Each code point in order.
    @inline(__always)
    func forEachCode(_ act: (UInt32) -> Void) {
        var at = 0
        while at < count {
            let (code, end) = code(at: at)
            act(code)
            at = end
        }
    }

    func hasPrefix(_ wanted: some Collection<UInt8>, at place: Int = 0) -> Bool {
        count - place >= wanted.count && self[place...].starts(with: wanted)
    }
}

extension [UInt8] {
    /// Writes a code point as UTF-8.
    @inline(__always)
    mutating func append(code: UInt32) {
        switch code {
        case ..<0x80:
            append(UInt8(code))
        case ..<0x800:
            append(UInt8(0xC0 | code >> 6))
            append(UInt8(0x80 | code & 0x3F))
        case ..<0x10000:
            append(UInt8(0xE0 | code >> 12))
            append(UInt8(0x80 | code >> 6 & 0x3F))
            append(UInt8(0x80 | code & 0x3F))
        default:
            append(UInt8(0xF0 | code >> 18))
            append(UInt8(0x80 | code >> 12 & 0x3F))
            append(UInt8(0x80 | code >> 6 & 0x3F))
            append(UInt8(0x80 | code & 0x3F))
        }
    }

    /// The text without the code points of a set.
    func without(_ dropped: CodeSet) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(count)
        withUnsafeBufferPointer { text in
            text.forEachCode { if !dropped.contains($0) { kept.append(code: $0) } }
        }
        return kept
    }

    /// The text with each `wanted`, which is not empty, replaced.
    func replacing(_ wanted: [UInt8], with content: [UInt8]) -> [UInt8] {
        guard let first = Literal.next(wanted, in: self, from: 0) else { return self }
        var made: [UInt8] = []
        made.reserveCapacity(count)
        var covered = 0
        var found: Int? = first
        while let at = found {
            made += self[covered..<at]
            made += content
            covered = at + wanted.count
            found = Literal.next(wanted, in: self, from: covered)
        }
        made += self[covered...]
        return made
    }
}
