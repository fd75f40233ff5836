extension Normalizers {
    /// The steps of BERT's own tokenizer, in its order (normalizers/bert.rs).
    struct Bert: Normalizer {
        private static let replacement: UInt32 = 0xFFFD

        let cleansText: Bool
        let separatesChinese: Bool
        let stripsAccents: Bool
        let lowercases: Bool

        func normalize(_ text: [UInt8]) -> [UInt8] {
            var done = text
            if cleansText { done = cleaned(done) }
            if separatesChinese { done = chineseApart(done) }
            if stripsAccents { done = withoutAccents(done) }
            return lowercases ? Lowercase.of(done) : done
        }

        var keepsBeginning: Bool { false }

        private func cleaned(_ text: [UInt8]) -> [UInt8] {
            if text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
            let (control, space) = (Categories.control, Categories.space)
            var made: [UInt8] = []
            made.reserveCapacity(text.count)
            text.withUnsafeBufferPointer { text in
                text.forEachCode { code in
                    if code == 0 || code == Self.replacement || control.contains(code) { return }
                    made.append(code: space.contains(code) ? 0x20 : code)
                }
            }
            return made
        }

        private func chineseApart(_ text: [UInt8]) -> [UInt8] {
            // The first of these characters is U+3400, whose first byte is E3.
            if text.allSatisfy({ $0 < 0xE3 }) { return text }
            let chinese = Categories.chinese
            let space = UInt8(ascii: " ")
            var made: [UInt8] = []
            made.reserveCapacity(text.count * 2)
            text.withUnsafeBufferPointer { text in
                text.forEachCode { code in
                    let isApart = chinese.contains(code)
                    if isApart { made.append(space) }
                    made.append(code: code)
                    if isApart { made.append(space) }
                }
            }
            return made
        }

        private func withoutAccents(_ text: [UInt8]) -> [UInt8] {
            if text.allSatisfy({ $0 < 0x80 }) { return text }
            return Forms.nfd.of(text).without(Categories.nonspacing)
        }
    }
}
