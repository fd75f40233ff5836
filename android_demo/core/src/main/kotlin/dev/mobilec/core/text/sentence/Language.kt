package dev.mobilec.core.text.sentence

/**
 * After which dots a sentence of a language goes on. [starters]: words with a capital letter that begin a
 * sentence even then. [months]: words before which a dot belongs to a number. [smallLettersGoOn]: no
 * sentence begins with a small letter or a figure; English messages are full of such ones, but
 * after an ellipsis or a quotation.
 */
internal class Language private constructor(
    private val abbreviations: Set<String>,
    private val starters: Set<String> = emptySet(),
    private val months: Set<String> = emptySet(),
    val smallLettersGoOn: Boolean = true,
) {
    /** Whether the sentence goes on after [before] and a single dot, with [after]. */
    fun goesOnAfterDot(before: String, after: String): Boolean {
        val token = before.substringAfterLast(' ').trimStart('(', '[', '"', '“', '„', '«', '\'')
        val next = after.takeWhile { !it.isWhitespace() && it != ',' }
        return when {
            next.trimEnd('.') in months -> true
            next.trimEnd('.') in starters -> false
            token.lowercase() in abbreviations || token.substringAfterLast('.').lowercase() in abbreviations -> true
            !isInitial(token) -> false
            else -> endsInName(before.dropLast(token.length)) || isInitial(next.removeSuffix("."))
        }
    }

    private fun isInitial(token: String) = token.length == 1 && token[0] in 'A'..'Z'

    private fun endsInName(before: String) =
        before.trimEnd().substringAfterLast(' ').firstOrNull()?.let { it in 'A'..'Z' } == true

    companion object {
        private val TITLES = words(
            "mr mrs ms dr prof st jr sr vs no co inc ltd corp gen col lt sgt capt rev hon etc al fig vol pp ed cf ca",
        )
        private val ENGLISH = TITLES + words(
            "e.g eg i.e ie u.s a.m p.m ph.d approx dept est mt ft jan feb mar apr jun jul aug sep sept oct nov dec",
        )
        private val STARTERS = words(
            "The This That These Those There Then They He She It We You In On At By For From With But And Or So If " +
                "When While After Before As Although However His Her Its Our Their My Your What Where Who Why How " +
                "Not No Yes Some Many Now",
        )
        private val GERMAN = TITLES + words(
            "z.b bzw usw u.a d.h ggf evtl vgl ca nr bspw sog inkl zzgl abs art bd hrsg jh jhd mio mrd o.ä s.o s.u " +
                "tel u.u v.a z.t geb gest str dipl.-ing univ.-prof hl",
        )
        private val MONTHS =
            words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")

        private val LANGUAGES: Map<String, Language> = mapOf(
            "en" to Language(ENGLISH, STARTERS, smallLettersGoOn = false),
            "de" to Language(GERMAN, months = MONTHS),
            "fr" to Language(TITLES + words("m mm mme mlle p.ex c.-à-d env av apr art chap éd fig tél vol cie ex")),
            "es" to Language(TITLES + words("sra srta ud uds p.ej pág págs avda d dª dña ee.uu núm tel art cap")),
            "it" to Language(TITLES + words("sig dott dott.ssa avv ing ecc p.es pag pagg art cap n tel s.p.a")),
            "pt" to Language(TITLES + words("sra srta dra exmo p.ex pág págs av art cap tel n ltda")),
            "nl" to Language(TITLES + words("dhr mevr mw bijv d.w.z enz o.a t.a.v i.p.v m.b.t blz nr jhr ir drs")),
        )
        private val OTHERS = Language(TITLES)

        /** `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all English. */
        fun of(code: String?): Language = LANGUAGES[languageCode(code)] ?: OTHERS

        private fun words(all: String): Set<String> = all.split(' ').toSet()
    }
}
