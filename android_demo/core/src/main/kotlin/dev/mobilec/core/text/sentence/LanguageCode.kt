package dev.mobilec.core.text.sentence

private val FIRST_PART = Regex("[A-Za-z]{2,3}")

/** ISO 639-3 (what NLLB writes) before ISO 639-1. */
private val THREE_LETTERS: Map<String, String> = (
    "amh am arb ar ara ar ben bn bul bg cat ca ces cs dan da deu de ell el eng en est et fas fa fin fi " +
    "fra fr guj gu heb he hin hi hun hu hye hy ind id ita it jpn ja kan kn kat ka kaz kk khm km kor ko " +
    "lit lt mal ml mar mr mya my nld nl nob nb pan pa pes fa pol pl por pt ron ro rus ru slk sk slv sl " +
    "spa es swe sv tam ta tel te tha th tur tr ukr uk urd ur vie vi yue zh zho zh"
    ).split(' ').chunked(2).associate { (three, two) -> three to two }

/** `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all "en", and so is null: as exporters/text/language.py. */
internal fun languageCode(code: String?): String {
    val first = FIRST_PART.find(code.orEmpty())?.value?.lowercase() ?: return "en"
    return THREE_LETTERS[first] ?: first
}

private val SCRIPT = Regex("(?<![A-Za-z])[A-Z][a-z]{3}(?![A-Za-z])")
private val NAMED = Regex("[A-Za-z]{2}")

/** Whether a code names a language at all: null, "" and "?" do not. */
internal fun isKnown(code: String?): Boolean = NAMED.containsMatchIn(code.orEmpty())

/**
 * Whether two codes name one language, whatever their form. Codes with different scripts, as `zho_Hans` and
 * `zho_Hant`, do not, and neither does a code that is unknown: as exporters/text/meeting.py.
 */
internal fun isSameLanguage(code: String?, other: String?): Boolean {
    if (!isKnown(code) || !isKnown(other)) return false
    val scripts = listOfNotNull(code, other).mapNotNull { SCRIPT.find(it)?.value }.toSet()
    return languageCode(code) == languageCode(other) && scripts.size < 2
}
