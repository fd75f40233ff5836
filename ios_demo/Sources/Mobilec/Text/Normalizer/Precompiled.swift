extension Normalizers {
    /// SentencePiece's compiled rules for characters, as the library applies them: a short grapheme with a
    /// rule for its beginning becomes what that rule says, and the rest of it is lost; otherwise each of its
    /// characters is looked up alone (normalizers/precompiled.rs, and the crate spm_precompiled).
    struct Precompiled: Normalizer {
        /// Bytes of UTF-8 from which a grapheme is no longer looked up as one.
        private static let short = 6
        /// The first byte of U+0300, before which there is no mark.
        private static let firstMark: UInt8 = 0xCC

        private let rules: Charsmap

        init(_ charsmap: [UInt8]) throws {
            rules = try Charsmap(charsmap)
        }

        func normalize(_ text: [UInt8]) -> [UInt8] {
            var made: [UInt8] = []
            made.reserveCapacity(text.count)
            text.withUnsafeBufferPointer { text in
                var at = 0
                while at < text.count {
                    let end = isAlone(text, at) ? at + 1 : Graphemes.end(text, from: at)
                    if end - at >= Self.short || !rules.replace(text, at..<end, &made) {
                        replaceEach(text, at..<end, &made)
                    }
                    at = end
                }
            }
            return made
        }

        var keepsBeginning: Bool { false }

        /// Most characters: visible ASCII before what is no mark.
        private func isAlone(_ text: Bytes, _ at: Int) -> Bool {
            text[at] >= 0x20 && text[at] < 0x7F && (at + 1 == text.count || text[at + 1] < Self.firstMark)
        }

        private func replaceEach(_ text: Bytes, _ range: Range<Int>, _ made: inout [UInt8]) {
            var at = range.lowerBound
            while at < range.upperBound {
                let end = text.code(at: at).end
                if !rules.replace(text, at..<end, &made) { made.append(contentsOf: text[at..<end]) }
                at = end
            }
        }
    }
}
