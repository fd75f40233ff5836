/// Bytes as text. What systems put in the place of broken bytes differs; here it is one U+FFFD for each
/// longest beginning of a character, as in Rust's `String::from_utf8_lossy`.
enum Utf8 {
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    static func isText(_ bytes: some Collection<UInt8>) -> Bool {
        Array(bytes).withUnsafeBufferPointer { firstBroken($0, from: 0) == nil }
    }

    static func lossy(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { bytes in
            var text: [UInt8] = []
            text.reserveCapacity(bytes.count)
            var at = 0
            while let broken = firstBroken(bytes, from: at) {
                text += bytes[at..<broken.lowerBound]
                text += replacement
                at = broken.upperBound
            }
            text += bytes[at...]
            return text
        }
    }

    /// The first bytes from a place on that could begin a character and do not, or could not begin one.
    private static func firstBroken(_ bytes: Bytes, from place: Int) -> Range<Int>? {
        var at = place
        while at < bytes.count {
            let wanted = wanted(bytes[at])
            let begun = begun(bytes, at, wanted)
            if wanted == 0 || begun < wanted { return at..<at + max(begun, 1) }
            at += wanted
        }
        return nil
    }

    /// How many bytes a character has that begins with this one; 0 if none does.
    private static func wanted(_ first: UInt8) -> Int {
        switch first {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    /// How many of the `wanted` bytes from a place on could be those of a character.
    private static func begun(_ bytes: Bytes, _ at: Int, _ wanted: Int) -> Int {
        var found = 1
        while found < wanted, at + found < bytes.count, follows(bytes[at], found, bytes[at + found]) {
            found += 1
        }
        return found
    }

    private static func follows(_ first: UInt8, _ place: Int, _ byte: UInt8) -> Bool {
        if place > 1 { return (0x80...0xBF).contains(byte) }
        switch first {
        case 0xE0: return (0xA0...0xBF).contains(byte)
        case 0xED: return (0x80...0x9F).contains(byte)
        case 0xF0: return (0x90...0xBF).contains(byte)
        case 0xF4: return (0x80...0x8F).contains(byte)
        default: return (0x80...0xBF).contains(byte)
        }
    }
}
