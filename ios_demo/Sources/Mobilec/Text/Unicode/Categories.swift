/// What the Rust library `tokenizers` takes characters for. Not what `Unicode.Scalar.Properties` says:
/// each system knows another version of Unicode, and so does each part of the library.
enum Categories {
    static let space = CodeSet(table: Tables.space)
    static let numeric = CodeSet(table: Tables.numeric)
    /// ASCII punctuation and symbols, and the punctuation of all scripts.
    static let punctuation = CodeSet(table: Tables.punctuation)
    /// Controls, formats and private characters, without tab and line ends.
    static let control = CodeSet(table: Tables.control)
    static let nonspacing = CodeSet(table: Tables.nonspacing)
    static let combining = CodeSet(table: Tables.combining)
    /// `\w` where the library cuts words and looks for added tokens.
    static let word = CodeSet(table: Tables.word)
    /// CJK ideographs as BERT counts them (tokenizers, normalizers/bert.rs, is_chinese_char).
    static let chinese = CodeSet([
        0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F,
        0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F,
    ])
}

/// Classes of regular expressions, as Oniguruma reads them.
enum PatternClasses {
    static let space = CodeSet(table: Tables.patternSpace)
    static let word = CodeSet(table: Tables.patternWord)
    static let digit = CodeSet(table: Tables.patternDigit)

    /// The general categories by the names that patterns give them.
    static func named(_ name: String) -> CodeSet? {
        switch name {
        case "L": letter
        case "N": number
        case "M": mark
        case "P": punctuation
        case "S": symbol
        default: nil
        }
    }

    private static let letter = CodeSet(table: Tables.patternLetter)
    private static let number = CodeSet(table: Tables.patternNumber)
    private static let mark = CodeSet(table: Tables.patternMark)
    private static let punctuation = CodeSet(table: Tables.patternPunctuation)
    private static let symbol = CodeSet(table: Tables.patternSymbol)
}
