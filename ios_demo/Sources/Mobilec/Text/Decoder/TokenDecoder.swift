/// Tokens to the parts of a text; what the last decoder gives is joined without anything between.
protocol TokenDecoder: Sendable {
    func decode(_ tokens: Tokens) -> Tokens
}

/// The decoders of tokenizer.json, but those that are pre-tokenizers as well.
enum TokenDecoders {
    struct Chain: TokenDecoder {
        let steps: [any TokenDecoder]

        func decode(_ tokens: Tokens) -> Tokens { steps.reduce(tokens) { $1.decode($0) } }
    }

    struct Fuse: TokenDecoder {
        func decode(_ tokens: Tokens) -> Tokens {
            var fused = tokens
            fused.fuse()
            return fused
        }
    }

    /// A suffix ends a word.
    struct Bpe: TokenDecoder {
        /// Not empty.
        let suffix: [UInt8]

        func decode(_ tokens: Tokens) -> Tokens {
            tokens.mapped { token, at in
                token.replacing(suffix, with: at == tokens.count - 1 ? [] : [UInt8(ascii: " ")])
            }
        }
    }

    struct Replace: TokenDecoder {
        let replace: any Normalizer

        func decode(_ tokens: Tokens) -> Tokens { tokens.mapped { token, _ in replace.normalize(token) } }
    }

    /// Tokens like `<0x61>` that follow each other are the bytes of a text; bytes that are none become U+FFFD
    /// each.
    struct ByteFallback: TokenDecoder {
        private static let start = Array("<0x".utf8)
        private static let length = 6

        func decode(_ tokens: Tokens) -> Tokens {
            var found = Tokens()
            var bytes: [UInt8] = []
            tokens.forEach { token in
                if let byte = byte(token) { return bytes.append(byte) }
                append(&bytes, to: &found)
                found.append(token)
            }
            append(&bytes, to: &found)
            return found
        }

        private func byte(_ token: Bytes) -> UInt8? {
            guard token.count == Self.length, token.hasPrefix(Self.start), token[5] == UInt8(ascii: ">"),
                let high = Character(Unicode.Scalar(token[3])).hexDigitValue,
                let low = Character(Unicode.Scalar(token[4])).hexDigitValue
            else { return nil }
            return UInt8(high * 16 + low)
        }

        private func append(_ bytes: inout [UInt8], to found: inout Tokens) {
            if Utf8.isText(bytes) {
                if !bytes.isEmpty { found.append(bytes) }
            } else {
                for _ in bytes { found.append("\u{FFFD}".utf8) }
            }
            bytes.removeAll()
        }
    }

    /// Up to `start` and `stop` times the same character at the ends of each token.
    struct Strip: TokenDecoder {
        let content: UInt32
        let start: Int
        let stop: Int

        func decode(_ tokens: Tokens) -> Tokens {
            var made = Tokens()
            tokens.forEach { token in
                var range = 0..<token.count
                for _ in 0..<max(start, 0) {
                    guard !range.isEmpty, case let (code, end) = token.code(at: range.lowerBound),
                        code == content
                    else { break }
                    range = end..<range.upperBound
                }
                for _ in 0..<max(stop, 0) {
                    guard !range.isEmpty, token.code(before: range.upperBound) == content else { break }
                    range = range.lowerBound..<token.start(before: range.upperBound)
                }
                made.append(token[range])
            }
            return made
        }
    }

    /// Tokens that begin with a prefix go on with the word before.
    struct WordPiece: TokenDecoder {
        /// Spaces that English does not have (decoders/wordpiece.rs, cleanup), in this order.
        private static let clean: [(wanted: [UInt8], content: [UInt8])] = [
            (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
            (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
        ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
        /// What stands after the space in all of them.
        private static let suspects = Array(".?!,'nd".utf8)

        let prefix: [UInt8]
        let cleansUp: Bool

        func decode(_ tokens: Tokens) -> Tokens {
            var made = Tokens()
            tokens.forEach { token in
                var joined: [UInt8] = []
                if made.count == 0 {
                    joined += token
                } else if token.hasPrefix(prefix) {
                    joined += token[prefix.count...]
                } else {
                    joined.append(UInt8(ascii: " "))
                    joined += token
                }
                made.append(cleansUp ? cleaned(joined) : joined)
            }
            return made
        }

        private func cleaned(_ text: [UInt8]) -> [UInt8] {
            let isSuspect = zip(text, text.dropFirst()).contains { first, second in
                first == UInt8(ascii: " ") && Self.suspects.contains(second)
            }
            guard isSuspect else { return text }
            return Self.clean.reduce(text) { $0.replacing($1.wanted, with: $1.content) }
        }
    }
}
