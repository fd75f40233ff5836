/// `eng_Latn`, `en_XX`, `__en__`, `>>eng<<` and `en` are all "en", and so is nil: as
/// exporters/text/language.py.
func languageCode(_ code: String?) -> String {
    let first = parts(of: code ?? "en").first { $0.count >= 2 }.map { $0.prefix(3).lowercased() } ?? "en"
    return threeLetters[first] ?? first
}

/// Whether a code names a language at all: nil, "" and "?" do not.
func isKnown(_ code: String?) -> Bool { parts(of: code ?? "").contains { $0.count >= 2 } }

/// Whether two codes name one language, whatever their form. Codes with different scripts, as `zho_Hans` and
/// `zho_Hant`, do not, and neither does a code that is unknown: as exporters/text/meeting.py.
func isSameLanguage(_ code: String?, _ other: String?) -> Bool {
    guard isKnown(code), isKnown(other) else { return false }
    let scripts = Set([code, other].compactMap { parts(of: $0 ?? "").first(where: isScript) })
    return languageCode(code) == languageCode(other) && scripts.count < 2
}

/// What of a code is letters.
private func parts(of code: String) -> [Substring] { code.split { !($0.isASCII && $0.isLetter) } }

private func isScript(_ part: Substring) -> Bool {
    part.count == 4 && part.first?.isUppercase == true && part.dropFirst().allSatisfy(\.isLowercase)
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
