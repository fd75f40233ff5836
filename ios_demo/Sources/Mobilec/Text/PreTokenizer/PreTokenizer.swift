/// Cuts pieces further. None that it gives is empty.
protocol PreTokenizer: Sendable {
    func cut(_ pieces: CutText) -> CutText

    /// Whether it treats the beginning of a text unlike the rest.
    var asksForBeginning: Bool { get }
}

extension PreTokenizer {
    var asksForBeginning: Bool { false }
}

/// The pre-tokenizers of tokenizer.json.
enum PreTokenizers {
    struct Chain: PreTokenizer {
        let steps: [any PreTokenizer]

        func cut(_ pieces: CutText) -> CutText { steps.reduce(pieces) { $1.cut($0) } }

        var asksForBeginning: Bool { steps.contains(where: \.asksForBeginning) }
    }

    /// Cuts at what a pattern finds; inverted: at what it leaves.
    struct Split<Found: Pattern>: PreTokenizer {
        let pattern: Found
        let delimiter: Delimiter
        let isInverted: Bool

        func cut(_ pieces: CutText) -> CutText { pieces.cut(at: pattern, delimiter, inverted: isInverted) }
    }

    struct WhitespaceSplit: PreTokenizer {
        func cut(_ pieces: CutText) -> CutText { pieces.cut(at: EachOf(codes: Categories.space), .removed) }
    }

    /// Words and runs of other signs, `\w+|[^\w\s]+`; spaces go.
    struct Whitespace: PreTokenizer {
        func cut(_ pieces: CutText) -> CutText { pieces.cut(at: Words(), .removed, inverted: true) }

        private struct Words: Pattern {
            private enum Kind { case word, space, sign }

            func find(in text: Bytes, _ spans: inout [Span]) {
                let (words, spaces) = (Categories.word, Categories.space)
                var start = 0
                var at = 0
                var kind: Kind?
                while at < text.count {
                    let (code, end) = text.code(at: at)
                    let next: Kind = words.contains(code) ? .word : spaces.contains(code) ? .space : .sign
                    if let kind, kind != next {
                        spans.append(Span(start: start, end: at, matches: kind != .space))
                        start = at
                    }
                    kind = next
                    at = end
                }
                if let kind { spans.append(Span(start: start, end: at, matches: kind != .space)) }
            }
        }
    }

    struct Bert: PreTokenizer {
        func cut(_ pieces: CutText) -> CutText {
            WhitespaceSplit().cut(pieces).cut(at: EachOf(codes: Categories.punctuation), .isolated)
        }
    }

    struct Punctuation: PreTokenizer {
        let delimiter: Delimiter

        func cut(_ pieces: CutText) -> CutText {
            pieces.cut(at: EachOf(codes: Categories.punctuation), delimiter)
        }
    }

    /// Numbers, or each figure of them alone.
    struct Digits: PreTokenizer {
        let areAlone: Bool

        func cut(_ pieces: CutText) -> CutText {
            pieces.cut(at: EachOf(codes: Categories.numeric), areAlone ? .isolated : .contiguous)
        }
    }
}
