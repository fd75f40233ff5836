/// `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all "en", and so is nil: as
/// exporters/text/language.py.
func languageCode(_ code: String?) -> String {
    let words: [Substring] = (code ?? "en").split { !($0.isASCII && $0.isLetter) }
    let first = words.first { $0.count >= 2 }.map { $0.prefix(3).lowercased() } ?? "en"
    return threeLetters[first] ?? first
}

/// ISO 639-3 (what NLLB writes) to ISO 639-1.
private let threeLetters: [String: String] = {
    let codes =
        ("amh am arb ar ara ar ben bn bul bg cat ca ces cs dan da deu de ell el eng en est et fas fa "
        + "fin fi fra fr guj gu heb he hin hi hun hu hye hy ind id ita it jpn ja kan kn kat ka kaz kk "
        + "khm km kor ko lit lt mal ml mar mr mya my nld nl nob nb pan pa pes fa pol pl por pt ron ro "
        + "rus ru slk sk slv sl spa es swe sv tam ta tel te tha th tur tr ukr uk urd ur vie vi yue zh "
        + "zho zh").split(separator: " ").map(String.init)
    let pairs = stride(from: 0, to: codes.count, by: 2).map { (codes[$0], codes[$0 + 1]) }
    return Dictionary(uniqueKeysWithValues: pairs)
}()
