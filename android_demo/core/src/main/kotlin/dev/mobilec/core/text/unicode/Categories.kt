package dev.mobilec.core.text.unicode

/**
 * What the Rust library `tokenizers` takes characters for. Not what [Character] says: each phone
 * knows another version of Unicode, and so does each part of the library.
 */
internal object Categories {
    val space by lazy { CodeSet.read(Tables.SPACE) }
    val numeric by lazy { CodeSet.read(Tables.NUMERIC) }

    /** ASCII punctuation and symbols, and the punctuation of all scripts. */
    val punctuation by lazy { CodeSet.read(Tables.PUNCTUATION) }

    /** Controls, formats and private characters, without tab and line ends. */
    val control by lazy { CodeSet.read(Tables.CONTROL) }
    val nonspacing by lazy { CodeSet.read(Tables.NONSPACING) }
    val combining by lazy { CodeSet.read(Tables.COMBINING) }

    /** `\w` where the library cuts words and looks for added tokens. */
    val word by lazy { CodeSet.read(Tables.WORD) }

    /** Characters that any of the four normalization forms changes, moves or composes. */
    val normalized by lazy { CodeSet.read(Tables.NORMALIZED) }

    /** CJK ideographs as BERT counts them (tokenizers, normalizers/bert.rs, is_chinese_char). */
    val chinese by lazy {
        CodeSet.of(
            listOf(
                0x4E00..0x9FFF, 0x3400..0x4DBF, 0x20000..0x2A6DF, 0x2A700..0x2B73F,
                0x2B740..0x2B81F, 0x2B920..0x2CEAF, 0xF900..0xFAFF, 0x2F800..0x2FA1F,
            ),
        )
    }
}

/** Classes of regular expressions, as Oniguruma reads them. */
internal object PatternClasses {
    val space by lazy { CodeSet.read(Tables.PATTERN_SPACE) }
    val word by lazy { CodeSet.read(Tables.PATTERN_WORD) }
    val digit by lazy { CodeSet.read(Tables.PATTERN_DIGIT) }

    /** The general categories by the names that patterns give them. */
    val byName: Map<String, Lazy<CodeSet>> = mapOf(
        "L" to lazy { CodeSet.read(Tables.PATTERN_LETTER) },
        "N" to lazy { CodeSet.read(Tables.PATTERN_NUMBER) },
        "M" to lazy { CodeSet.read(Tables.PATTERN_MARK) },
        "P" to lazy { CodeSet.read(Tables.PATTERN_PUNCTUATION) },
        "S" to lazy { CodeSet.read(Tables.PATTERN_SYMBOL) },
    )
}
