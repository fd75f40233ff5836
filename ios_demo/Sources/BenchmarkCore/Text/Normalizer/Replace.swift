extension Normalizers {
    /// Puts its content in the place of each match.
    struct Replace: Normalizer {
        let pattern: any Pattern
        let content: [UInt8]

        func normalize(_ text: [UInt8]) -> [UInt8] {
            if text.isEmpty { return text }
            var spans: [Span] = []
            text.withUnsafeBufferPointer { pattern.find(in: $0, &spans) }
            guard spans.contains(where: \.matches) else { return text }
            var made: [UInt8] = []
            made.reserveCapacity(text.count)
            for span in spans { made += span.matches ? content[...] : text[span.start..<span.end] }
            return made
        }

        var keepsBeginning: Bool { false }
    }

    /// Puts its content in the place of what stands there as it is.
    struct LiteralReplace: Normalizer {
        /// Not empty.
        let wanted: [UInt8]
        let content: [UInt8]

        func normalize(_ text: [UInt8]) -> [UInt8] { text.replacing(wanted, with: content) }

        var keepsBeginning: Bool { false }

        /// The character without which a text has no match.
        var last: UInt32 { wanted.withUnsafeBufferPointer { $0.code(before: $0.count) } }
    }

    /// Replacements one after the other. Converted SentencePiece models have hundreds, most of them for
    /// marks, and few texts have any: a step is only taken if its last character stands in the text.
    struct Replacements: Normalizer {
        private let steps: [(replace: LiteralReplace, last: UInt32)]
        private let lasts: CodeSet

        init(_ steps: [LiteralReplace]) {
            self.steps = steps.map { ($0, $0.last) }
            lasts = CodeSet(steps.map { $0.last...$0.last })
        }

        func normalize(_ text: [UInt8]) -> [UInt8] {
            var done = text
            var present = lastsPresent(in: done)
            for step in steps where present.contains(step.last) {
                let made = step.replace.normalize(done)
                if made != done { present = lastsPresent(in: made) }
                done = made
            }
            return done
        }

        var keepsBeginning: Bool { false }

        private func lastsPresent(in text: [UInt8]) -> Set<UInt32> {
            var found: Set<UInt32> = []
            text.withUnsafeBufferPointer { text in
                text.forEachCode { if lasts.contains($0) { found.insert($0) } }
            }
            return found
        }
    }
}
