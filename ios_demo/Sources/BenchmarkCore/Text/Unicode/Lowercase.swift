/// Lower case letter by letter, as Rust's `char::to_lowercase`: a sigma at the end of a word is no case of
/// its own.
enum Lowercase {
    private static let dottedI: UInt32 = 0x130
    private static let dot: UInt32 = 0x307

    static func of(_ text: [UInt8]) -> [UInt8] {
        var made: [UInt8] = []
        made.reserveCapacity(text.count)
        let runs = runs
        text.withUnsafeBufferPointer { text in
            text.forEachCode { code in
                if code < 0x80 {
                    made.append(ascii(UInt8(code)))
                } else if code == dottedI {
                    made.append(UInt8(ascii: "i"))
                    made.append(code: dot)
                } else {
                    made.append(code: lower(code, runs))
                }
            }
        }
        return made
    }

    /// Letters of which each is as far from its lower case: from one to the next it is `step`.
    private struct Run {
        let first: UInt32
        let last: UInt32
        let step: UInt32
        let distance: Int32
    }

    private static let runs: [Run] = {
        var end = 0
        return Tables.words(Tables.lower).map { numbers in
            let (gap, count, step, distance) = (numbers[0], numbers[1], numbers[2], numbers[3])
            let first = end + gap
            end = first + count * step + 1
            return Run(
                first: UInt32(first), last: UInt32(end - 1), step: UInt32(max(step, 1)),
                distance: Int32(distance))
        }
    }()

    @inline(__always)
    private static func ascii(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte + 0x20 : byte
    }

    private static func lower(_ code: UInt32, _ runs: [Run]) -> UInt32 {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < code { low = middle + 1 } else { high = middle }
        }
        guard low < runs.count, runs[low].first <= code, (code - runs[low].first) % runs[low].step == 0 else {
            return code
        }
        return UInt32(Int32(code) + runs[low].distance)
    }
}
