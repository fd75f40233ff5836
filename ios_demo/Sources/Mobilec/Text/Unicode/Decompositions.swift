/// What characters are taken apart into, but for syllables of Hangul.
struct Decompositions: Sendable {
    let codes: CodeSet
    private let runs: CodeRuns<[UInt32]>

    /// A table as tests/fixtures/normalization.py writes it: in a run the last character of what the first
    /// becomes is one more for each that follows.
    init(table: String) {
        runs = CodeRuns(table: table) { numbers in
            (numbers[numbers.startIndex], numbers.dropFirst().map { UInt32($0) })
        }
        codes = runs.codes
    }

    /// Appends what a character of ``codes`` becomes.
    func append(_ code: UInt32, to made: inout [UInt32]) {
        guard let run = runs.run(of: code) else { return made.append(code) }
        made.append(contentsOf: run.value)
        made[made.count - 1] += code - run.first
    }

    func parts(of code: UInt32) -> [UInt32] {
        var parts: [UInt32] = []
        append(code, to: &parts)
        return parts
    }
}

/// What puts characters together again, and in which order marks stand.
enum Compositions {
    /// 0 for what is no mark; of two marks that of the lower class comes first.
    static func combiningClass(_ code: UInt32) -> Int {
        marks.contains(code) ? classes.run(of: code)?.value ?? 0 : 0
    }

    static let marks = classes.codes
    /// Characters that normalization takes apart and does not put together.
    static let excluded = CodeSet(table: Tables.excluded)
    /// What may become one with a character before it.
    static let seconds = CodeSet(pairs.keys.map { UInt32($0 & 0x1F_FFFF) }.map { $0...$0 } + Hangul.seconds)

    /// The character that two become; nil if they stay.
    static func pair(_ first: UInt32, _ second: UInt32) -> UInt32? {
        Hangul.pair(first, second) ?? pairs[key(first, second)]
    }

    private static let classes = CodeRuns(table: Tables.classes) { numbers in
        (numbers[numbers.startIndex], numbers[numbers.startIndex + 1])
    }

    private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 21 | UInt64(second)
    }

    /// Of a character of three parts, the first two become one before it: shorter ones are read first.
    private static let pairs: [UInt64: UInt32] = {
        var pairs: [UInt64: UInt32] = [:]
        let whole = Forms.canonical.codes.ranges.joined().filter { !excluded.contains($0) }
        let apart = whole.map { (code: $0, parts: Forms.canonical.parts(of: $0)) }
        for (code, parts) in apart.sorted(by: { $0.parts.count < $1.parts.count }) {
            let first = parts[1..<parts.count - 1].reduce(parts[0]) { pairs[key($0, $1)] ?? $0 }
            pairs[key(first, parts[parts.count - 1])] = code
        }
        return pairs
    }()
}

/// Syllables of Hangul, which are computed (The Unicode Standard, section 3.12).
enum Hangul {
    static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3
    private static let leading: UInt32 = 0x1100
    private static let vowel: UInt32 = 0x1161
    /// The one before the first, which stands for none.
    private static let trailing: UInt32 = 0x11A7
    private static let vowels: UInt32 = 21
    private static let trailings: UInt32 = 28

    /// Vowels and trailing consonants.
    static let seconds: [ClosedRange<UInt32>] = [
        vowel...vowel + vowels - 1, trailing + 1...trailing + trailings - 1,
    ]

    /// The letters of a syllable.
    static func append(_ syllable: UInt32, to made: inout [UInt32]) {
        let place = syllable - syllables.lowerBound
        made.append(leading + place / trailings / vowels)
        made.append(vowel + place / trailings % vowels)
        if place % trailings != 0 { made.append(trailing + place % trailings) }
    }

    static func pair(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if (leading..<leading + 19).contains(first), (vowel..<vowel + vowels).contains(second) {
            return syllables.lowerBound + ((first - leading) * vowels + second - vowel) * trailings
        }
        let isOpen = syllables.contains(first) && (first - syllables.lowerBound) % trailings == 0
        if isOpen, (trailing + 1..<trailing + trailings).contains(second) { return first + second - trailing }
        return nil
    }
}
