package dev.mobilec.core.text.unicode

import java.util.EnumSet

/**
 * Where a grapheme ends: Unicode Standard Annex 29, rules GB3 to GB13, without GB9c (conjuncts of
 * Indic scripts, which are longer than what is asked of graphemes here).
 */
internal object Graphemes {
    private enum class Kind {
        CARRIAGE_RETURN, LINE_FEED, CONTROL, EXTEND, PREPEND, L, V, T, LV, LVT, FLAG, PICTURE, OTHER
    }

    private val breaking = EnumSet.of(Kind.CONTROL, Kind.CARRIAGE_RETURN, Kind.LINE_FEED)
    private val afterLeading = EnumSet.of(Kind.L, Kind.V, Kind.LV, Kind.LVT)

    private const val ZWJ = 0x200D
    private const val HANGUL = 0xAC00
    private const val HANGUL_END = 0xD7A3
    private const val HANGUL_TRAILING = 28

    private val table: List<Pair<Kind, CodeSet>> by lazy {
        listOf(
            Kind.CARRIAGE_RETURN to CodeSet.of('\r'.code),
            Kind.LINE_FEED to CodeSet.of('\n'.code),
            Kind.CONTROL to CodeSet.read(Tables.BREAK_CONTROL),
            Kind.EXTEND to CodeSet.read(Tables.BREAK_EXTEND),
            Kind.PREPEND to CodeSet.read(Tables.BREAK_PREPEND),
            Kind.L to CodeSet.read(Tables.BREAK_LEADING),
            Kind.V to CodeSet.read(Tables.BREAK_VOWEL),
            Kind.T to CodeSet.read(Tables.BREAK_TRAILING),
            Kind.FLAG to CodeSet.of(listOf(0x1F1E6..0x1F1FF)),
            Kind.PICTURE to CodeSet.read(Tables.BREAK_PICTURE),
        )
    }

    /** The end of the grapheme that begins at [start]. */
    fun end(text: String, start: Int): Int {
        var code = text.codePointAt(start)
        var at = start + Character.charCount(code)
        var kind = kind(code)
        var isPicture = kind == Kind.PICTURE
        var flags = if (kind == Kind.FLAG) 1 else 0
        while (at < text.length) {
            val next = text.codePointAt(at)
            val nextKind = kind(next)
            val joinedPicture = isPicture && code == ZWJ && nextKind == Kind.PICTURE
            val joinedFlag = nextKind == Kind.FLAG && kind == Kind.FLAG && flags % 2 == 1
            if (!joinedPicture && !joinedFlag && !together(kind, nextKind)) return at
            isPicture = nextKind == Kind.PICTURE || (isPicture && nextKind == Kind.EXTEND)
            flags = if (nextKind == Kind.FLAG) flags + 1 else 0
            code = next
            kind = nextKind
            at += Character.charCount(next)
        }
        return at
    }

    /** The rules that look at two neighbours only. */
    private fun together(before: Kind, after: Kind): Boolean = when {
        before == Kind.CARRIAGE_RETURN -> after == Kind.LINE_FEED
        before in breaking || after in breaking -> false
        after == Kind.EXTEND || before == Kind.PREPEND -> true
        before == Kind.L -> after in afterLeading
        before == Kind.LV || before == Kind.V -> after == Kind.V || after == Kind.T
        before == Kind.LVT || before == Kind.T -> after == Kind.T
        else -> false
    }

    private fun kind(code: Int): Kind = when (code) {
        in ' '.code..'~'.code -> Kind.OTHER
        in HANGUL..HANGUL_END -> if ((code - HANGUL) % HANGUL_TRAILING == 0) Kind.LV else Kind.LVT
        else -> table.firstOrNull { (_, codes) -> code in codes }?.first ?: Kind.OTHER
    }
}
