/// A text to the text that is cut up.
protocol Normalizer: Sendable {
    func normalize(_ text: [UInt8]) -> [UInt8]

    /// Whether the first character never goes away; what is put before it does not count.
    var keepsBeginning: Bool { get }
}

/// The normalizers of tokenizer.json.
enum Normalizers {
    struct Chain: Normalizer {
        private let steps: [any Normalizer]

        init(_ steps: [any Normalizer]) {
            self.steps = Self.gathered(steps)
        }

        func normalize(_ text: [UInt8]) -> [UInt8] { steps.reduce(text) { $1.normalize($0) } }

        var keepsBeginning: Bool { steps.allSatisfy(\.keepsBeginning) }

        /// Replacements of what stands there as it is become one step where they follow each other.
        private static func gathered(_ steps: [any Normalizer]) -> [any Normalizer] {
            var found: [any Normalizer] = []
            var run: [LiteralReplace] = []
            for step in steps {
                if let replace = step as? LiteralReplace {
                    run.append(replace)
                    continue
                }
                if !run.isEmpty { found.append(Replacements(run)) }
                run = []
                found.append(step)
            }
            return run.isEmpty ? found : found + [Replacements(run)]
        }
    }

    struct Form: Normalizer {
        let form: Forms

        func normalize(_ text: [UInt8]) -> [UInt8] { form.of(text) }

        var keepsBeginning: Bool { true }
    }

    struct SmallLetters: Normalizer {
        func normalize(_ text: [UInt8]) -> [UInt8] { Lowercase.of(text) }

        var keepsBeginning: Bool { true }
    }

    /// Drops marks, of whatever kind; a letter loses its accent only where NFD or NFKD came before.
    struct StripAccents: Normalizer {
        func normalize(_ text: [UInt8]) -> [UInt8] { text.without(Categories.combining) }

        var keepsBeginning: Bool { false }
    }

    /// Spaces at the ends.
    struct Strip: Normalizer {
        let left: Bool
        let right: Bool

        func normalize(_ text: [UInt8]) -> [UInt8] {
            let spaces = Categories.space
            let kept = text.withUnsafeBufferPointer { text in
                var start = 0
                var end = text.count
                while left, start < end, spaces.contains(text.code(at: start).code) {
                    start = text.code(at: start).end
                }
                while right, end > start, spaces.contains(text.code(before: end)) {
                    end = text.start(before: end)
                }
                return start..<end
            }
            return kept == text.indices ? text : Array(text[kept])
        }

        var keepsBeginning: Bool { false }
    }

    struct Prepend: Normalizer {
        let what: [UInt8]

        func normalize(_ text: [UInt8]) -> [UInt8] { text.isEmpty ? text : what + text }

        var keepsBeginning: Bool { true }
    }

    /// SentencePiece's rules for machine translation, without the compiled ones (normalizers/unicode.rs,
    /// do_nmt).
    struct Nmt: Normalizer {
        private static let spaces = CodeSet(
            0x9, 0xA, 0xC, 0xD, 0x1680, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581,
            0xFEFF, 0xFFFD)
        private static let dropped = CodeSet([
            0x1...0x8, 0xB...0xB, 0xE...0x1F, 0x7F...0x7F, 0x8F...0x8F, 0x9F...0x9F,
        ])

        func normalize(_ text: [UInt8]) -> [UInt8] {
            var made: [UInt8] = []
            made.reserveCapacity(text.count)
            text.withUnsafeBufferPointer { text in
                text.forEachCode { code in
                    if !Self.dropped.contains(code) {
                        made.append(code: Self.spaces.contains(code) ? 0x20 : code)
                    }
                }
            }
            return made
        }

        var keepsBeginning: Bool { false }
    }
}
