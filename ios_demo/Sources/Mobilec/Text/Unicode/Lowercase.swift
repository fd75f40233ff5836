/// Lower case letter by letter, as Rust's `char::to_lowercase`: a sigma at the end of a word is no case of
/// its own.
enum Lowercase {
    private static let dottedI: UInt32 = 0x130
    private static let dot: UInt32 = 0x307

    static func of(_ text: [UInt8]) -> [UInt8] {
        var made: [UInt8] = []
        made.reserveCapacity(text.count)
        let letters = letters
        text.withUnsafeBufferPointer { text in
            text.forEachCode { code in
                if code < 0x80 {
                    made.append(ascii(UInt8(code)))
                } else if code == dottedI {
                    made.append(UInt8(ascii: "i"))
                    made.append(code: dot)
                } else {
                    made.append(code: lower(code, letters))
                }
            }
        }
        return made
    }

    /// How far letters are from their lower case: from one to the next it is `step`.
    private struct Distance {
        let step: UInt32
        let distance: Int32
    }

    private static let letters = CodeRuns(table: Tables.lower) { numbers in
        let (count, step, distance) = (numbers[1], numbers[2], numbers[3])
        return (count * step, Distance(step: UInt32(max(step, 1)), distance: Int32(distance)))
    }

    @inline(__always)
    private static func ascii(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 0x20 : byte
    }

    /// The lower case of a letter that has one of a single character; the letter itself otherwise.
    static func of(_ code: UInt32) -> UInt32 {
        code < 0x80 ? UInt32(ascii(UInt8(code))) : lower(code, letters)
    }

    private static func lower(_ code: UInt32, _ letters: CodeRuns<Distance>) -> UInt32 {
        guard let run = letters.run(of: code), (code - run.first) % run.value.step == 0 else { return code }
        return UInt32(Int32(code) + run.value.distance)
    }
}
