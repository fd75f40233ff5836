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
        private let steps: [LiteralReplace]
        private let lasts: CodeSet
        /// The steps by their last character.
        private let byLast: [UInt32: [Int]]

        init(_ steps: [LiteralReplace]) {
            self.steps = steps
            lasts = CodeSet(steps.map { $0.last...$0.last })
            byLast = Dictionary(grouping: steps.indices) { steps[$0].last }
        }

        func normalize(_ text: [UInt8]) -> [UInt8] {
            var done = text
            var due = steps(for: done, from: 0)
            while let step = due.popLast() {
                let made = steps[step].normalize(done)
                if made != done { due = steps(for: made, from: step + 1) }
                done = made
            }
            return done
        }

        var keepsBeginning: Bool { false }

        /// Those that may find something in a text, the first of them last.
        private func steps(for text: [UInt8], from first: Int) -> [Int] {
            var present: Set<UInt32> = []
            text.withUnsafeBufferPointer { text in
                text.forEachCode { if lasts.contains($0) { present.insert($0) } }
            }
            if present.isEmpty { return [] }
            return present.flatMap { byLast[$0] ?? [] }.filter { $0 >= first }.sorted(by: >)
        }
    }
}
