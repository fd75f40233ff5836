/// Which script a letter belongs to, and what is an emoji: exporters/text/characters.py, by the same tables.
enum Letters {
    private static let byScript: [String: [ClosedRange<UInt32>]] = read()
    private static let every = of([])
    private static let chinese = of(chineseAndJapanese)
    private static let withoutSpaces = of(chineseAndJapanese + ["Thai", "Laoo", "Khmr", "Mymr", "Tibt"])
    private static let pictures = CodeSet(table: Tables.breakPicture)

    /// The letters of some scripts, by their codes of ISO 15924; of all of them where none is named.
    static func of(_ scripts: [String]) -> CodeSet {
        CodeSet((scripts.isEmpty ? Array(byScript.keys) : scripts).flatMap { byScript[$0] ?? [] })
    }

    static func isLetter(_ code: Unicode.Scalar) -> Bool { every.contains(code.value) }

    static func isCapital(_ code: Unicode.Scalar) -> Bool {
        isLetter(code) && Lowercase.of(code.value) != code.value
    }

    /// A letter or a sign of Chinese or Japanese, which have no space between sentences.
    static func isWide(_ code: Unicode.Scalar) -> Bool {
        isWideSign(code.value) || chinese.contains(code.value)
    }

    /// The same, and letters of other scripts that have no space between words.
    static func isWithoutSpaces(_ code: Unicode.Scalar) -> Bool {
        isWideSign(code.value) || withoutSpaces.contains(code.value)
    }

    /// Where the emoji end that begin at a place, all that touch each other; the place itself if none does.
    static func pictureEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        guard beginsPicture(text, start) else { return start }
        var at = start + 1
        while at < text.count, isAfterPicture(text[at].value) || beginsPicture(text, at) { at += 1 }
        return at
    }

    /// Punctuation of Chinese and Japanese, and the forms of ASCII that are as wide.
    private static func isWideSign(_ code: UInt32) -> Bool {
        (0x3001...0x303F).contains(code) || (0xFF01...0xFF65).contains(code)
    }

    private static func isAfterPicture(_ code: UInt32) -> Bool {
        switch code {
        case 0x200D, 0x20E3, 0xFE0E, 0xFE0F, 0xE0020...0xE007F, 0x1F3FB...0x1F3FF: true
        default: false
        }
    }

    /// A picture, a flag, or a key: a digit, # or * under U+20E3. Below U+2190 stand © ® ™ ℹ and other signs
    /// of text.
    private static func beginsPicture(_ text: [Unicode.Scalar], _ at: Int) -> Bool {
        let code = text[at].value
        switch code {
        case 0x1F1E6...0x1F1FF: return true
        case 0x3030, 0x303D, 0x3297, 0x3299: return false
        case 0x2190...: return pictures.contains(code)
        case 0x23, 0x2A, 0x30...0x39:
            let rest = text[(at + 1)...].prefix(2).map(\.value)
            return rest.first == 0x20E3 || rest == [0xFE0F, 0x20E3]
        default: return false
        }
    }

    private static func read() -> [String: [ClosedRange<UInt32>]] {
        var found: [String: [ClosedRange<UInt32>]] = [:]
        var script = ""
        var end: UInt32 = 0
        for word in LetterTables.letters.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            // Numbers have small letters only.
            if word.first?.isUppercase == true {
                script = String(word)
                end = 0
                continue
            }
            let parts = word.split(separator: ".").map { UInt32($0, radix: 36) ?? 0 }
            let first = end + parts[0]
            let last = first + (parts.count > 1 ? parts[1] : 0)
            found[script, default: []].append(first...last)
            end = last + 1
        }
        return found
    }

    private static let chineseAndJapanese = ["Hani", "Hira", "Kana", "Bopo"]
}
