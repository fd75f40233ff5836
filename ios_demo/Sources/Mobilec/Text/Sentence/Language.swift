/// After which dots a sentence of a language goes on.
struct Language: Sendable {
    /// In small letters.
    private var abbreviations: Set<Utf8Text>
    /// Words with a capital letter that begin a sentence even then.
    private var starters: Set<Utf8Text> = []
    /// Words before which a dot belongs to a number.
    private var months: Set<Utf8Text> = []
    /// No sentence begins with a small letter or a figure; English messages are full of such ones, but after
    /// an ellipsis or a quotation.
    private(set) var smallLettersGoOn = true

    /// Whether the sentence goes on after a single dot that follows the text up to `before`, with the text
    /// from `after` on.
    func goesOn(afterDot line: Line, before: Int, after: Int) -> Bool {
        let token = Self.lastWord(line[0..<before]).drop { Self.opening.contains($0) }
        let next = line[after...].prefix { !Line.isSpace($0) && $0 != "," }
        let nextWord = Self.text(Self.trimmed(next) { $0 == "." })
        if months.contains(nextWord) { return true }
        if starters.contains(nextWord) { return false }
        let lastPart = token.split(separator: ".", omittingEmptySubsequences: false).last ?? token
        if abbreviations.contains(Self.small(token)) || abbreviations.contains(Self.small(lastPart)) {
            return true
        }
        if !Self.isInitial(token) { return false }
        return Self.endsInName(line[0..<token.startIndex])
            || Self.isInitial(next.last == "." ? next.dropLast() : next)
    }

    /// `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all English.
    static func of(_ code: String?) -> Language { languages[languageCode(code)] ?? others }

    private static func lastWord(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
        text.lastIndex(of: " ").map { text[($0 + 1)...] } ?? text
    }

    private static func endsInName(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
        lastWord(trimmed(before, Line.isSpace)).first.map { ("A"..."Z").contains($0) } ?? false
    }

    /// Without what stands at the end.
    private static func trimmed(
        _ text: ArraySlice<Unicode.Scalar>, _ goes: (Unicode.Scalar) -> Bool
    ) -> ArraySlice<Unicode.Scalar> {
        text[..<(text.lastIndex { !goes($0) }.map { $0 + 1 } ?? text.startIndex)]
    }

    private static func isInitial(_ token: ArraySlice<Unicode.Scalar>) -> Bool {
        token.count == 1 && token.allSatisfy { ("A"..."Z").contains($0) }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> Utf8Text {
        Utf8Text(String(String.UnicodeScalarView(scalars)))
    }

    private static func small(_ scalars: ArraySlice<Unicode.Scalar>) -> Utf8Text {
        Utf8Text(text(scalars).string.lowercased())
    }

    private static func words(_ all: String) -> Set<Utf8Text> {
        Set(all.split(separator: " ").map { Utf8Text(String($0)) })
    }

    private static let opening = Set("([\"“„«'".unicodeScalars)

    private static let titles = words(
        "mr mrs ms dr prof st jr sr vs no co inc ltd corp gen col lt sgt capt rev hon etc al fig vol pp ed cf ca"
    )
    private static let english = titles.union(
        words(
            "e.g eg i.e ie u.s a.m p.m ph.d approx dept est mt ft jan feb mar apr jun jul aug sep sept oct nov "
                + "dec"))
    private static let englishStarters = words(
        "The This That These Those There Then They He She It We You In On At By For From With But And Or So If "
            + "When While After Before As Although However His Her Its Our Their My Your What Where Who Why How "
            + "Not No Yes Some Many Now")
    private static let german = titles.union(
        words(
            "z.b bzw usw u.a d.h ggf evtl vgl ca nr bspw sog inkl zzgl abs art bd hrsg jh jhd mio mrd o.ä s.o s.u "
                + "tel u.u v.a z.t geb gest str dipl.-ing univ.-prof hl"))
    private static let germanMonths = words(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
    private static let french = words("m mm mme mlle p.ex c.-à-d env av apr art chap éd fig tél vol cie ex")
    private static let spanish = words("sra srta ud uds p.ej pág págs avda d dª dña ee.uu núm tel art cap")
    private static let italian = words("sig dott dott.ssa avv ing ecc p.es pag pagg art cap n tel s.p.a")
    private static let portuguese = words("sra srta dra exmo p.ex pág págs av art cap tel n ltda")
    private static let dutch = words("dhr mevr mw bijv d.w.z enz o.a t.a.v i.p.v m.b.t blz nr jhr ir drs")

    private static let languages = [
        "en": Language(abbreviations: english, starters: englishStarters, smallLettersGoOn: false),
        "de": Language(abbreviations: german, months: germanMonths),
        "fr": Language(abbreviations: titles.union(french)),
        "es": Language(abbreviations: titles.union(spanish)),
        "it": Language(abbreviations: titles.union(italian)),
        "pt": Language(abbreviations: titles.union(portuguese)),
        "nl": Language(abbreviations: titles.union(dutch)),
    ]
    private static let others = Language(abbreviations: titles)
}
