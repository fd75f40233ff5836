package dev.mobilec.core.text.unicode

/** Which script a letter belongs to, and what is an emoji: exporters/text/characters.py, by the same tables. */
internal object Letters {
    private val byScript: Map<String, List<IntRange>> by lazy(::read)
    private val every by lazy { of(byScript.keys) }
    private val chinese by lazy { of(CHINESE_AND_JAPANESE) }
    private val withoutSpaces by lazy { of(CHINESE_AND_JAPANESE + SPACELESS) }
    private val pictures by lazy { CodeSet.read(Tables.BREAK_PICTURE) }

    /** The letters of some scripts, by their codes of ISO 15924; of all of them where none is named. */
    fun of(scripts: Collection<String>): CodeSet =
        CodeSet.of(scripts.ifEmpty { byScript.keys }.flatMap { byScript[it].orEmpty() })

    fun isLetter(code: Int): Boolean = code in every

    fun isCapital(code: Int): Boolean = isLetter(code) && Lowercase.of(code) != code

    /** A letter or a sign of Chinese or Japanese, which have no space between sentences. */
    fun isWide(code: Int): Boolean = code in WIDE || code in WIDE_FORMS || code in chinese

    /** The same, and letters of other scripts that have no space between words. */
    fun isWithoutSpaces(code: Int): Boolean = code in WIDE || code in WIDE_FORMS || code in withoutSpaces

    /** Where the emoji end that begin at [start], all that touch each other; [start] if none does. */
    fun pictureEnd(text: String, start: Int): Int {
        if (!beginsPicture(text, start)) return start
        var at = start + Character.charCount(text.codePointAt(start))
        while (at < text.length) {
            val code = text.codePointAt(at)
            if (!isAfterPicture(code) && !beginsPicture(text, at)) return at
            at += Character.charCount(code)
        }
        return at
    }

    private fun isAfterPicture(code: Int) = code in AFTER_PICTURE || code in REGIONS || code in SKINS

    /** A picture, a flag, or a key: a digit, # or * under U+20E3. */
    private fun beginsPicture(text: String, at: Int): Boolean {
        val code = text.codePointAt(at)
        if (code in FLAGS || (code >= FIRST_PICTURE && code !in TEXT_PICTURES && code in pictures)) return true
        return text[at] in "0123456789#*" &&
            (text.startsWith("\u20E3", at + 1) || text.startsWith("\uFE0F\u20E3", at + 1))
    }

    private fun read(): Map<String, List<IntRange>> {
        val words = LinkedHashMap<String, ArrayList<String>>()
        var last = ArrayList<String>()
        for (word in LetterTables.LETTERS.split(' ', '\n').filter(String::isNotEmpty)) {
            // Numbers have small letters only.
            if (word[0] in 'A'..'Z') last = words.getOrPut(word) { ArrayList() } else last += word
        }
        return words.mapValues { CodeSet.ranges(it.value) }
    }

    private val CHINESE_AND_JAPANESE = listOf("Hani", "Hira", "Kana", "Bopo")
    private val SPACELESS = listOf("Thai", "Laoo", "Khmr", "Mymr", "Tibt")

    /** Punctuation of Chinese and Japanese, and the forms of ASCII that are as wide. */
    private val WIDE = 0x3001..0x303F
    private val WIDE_FORMS = 0xFF01..0xFF65

    /** © ® ™ ℹ and others below are signs of text. */
    private const val FIRST_PICTURE = 0x2190
    private val TEXT_PICTURES = setOf(0x3030, 0x303D, 0x3297, 0x3299)
    private val FLAGS = 0x1F1E6..0x1F1FF
    private val AFTER_PICTURE = setOf(0x200D, 0x20E3, 0xFE0E, 0xFE0F)
    private val REGIONS = 0xE0020..0xE007F
    private val SKINS = 0x1F3FB..0x1F3FF
}
