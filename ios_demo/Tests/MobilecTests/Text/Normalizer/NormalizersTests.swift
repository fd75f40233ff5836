import Foundation
import XCTest

@testable import Mobilec

final class NormalizersTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

    private func normalizer(_ text: String) throws -> any Normalizer {
        try readNormalizer(json(text), at: "here")
    }

    private func normalized(_ text: String, by normalizer: some Normalizer) -> Utf8Text {
        Utf8Text(String(decoding: normalizer.normalize(Array(text.utf8)), as: UTF8.self))
    }

    func testBertCleansSeparatesChineseDropsAccentsAndWritesSmallLetters() {
        let all = Normalizers.Bert(
            cleansText: true, separatesChinese: true, stripsAccents: true, lowercases: true)
        XCTAssertEqual(normalized("Ü\u{0}ber 中 A\tB\u{200D}\u{FFFD}", by: all), "uber  中  a b")
        XCTAssertEqual(normalized("Plain", by: all), "plain")
        let none = Normalizers.Bert(
            cleansText: false, separatesChinese: false, stripsAccents: false, lowercases: false)
        XCTAssertEqual(normalized("Ü中\u{0}", by: none), "Ü中\u{0}")
    }

    func testAccentsGoWithSmallLettersUnlessTheFileSaysOtherwise() throws {
        let start =
            "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"lowercase\":true"
        XCTAssertEqual(normalized("Ü", by: try normalizer("\(start),\"strip_accents\":null}")), "u")
        XCTAssertEqual(normalized("Ü", by: try normalizer("\(start),\"strip_accents\":false}")), "ü")
    }

    func testSpacesAtTheEndsAndWhatNmtTakesForThem() {
        XCTAssertEqual(
            normalized("\u{2003} a\u{3000} ", by: Normalizers.Strip(left: true, right: false)), "a\u{3000} ")
        XCTAssertEqual(
            normalized("\u{2003} a\u{3000} ", by: Normalizers.Strip(left: false, right: true)), "\u{2003} a")
        XCTAssertEqual(normalized(" \n", by: Normalizers.Strip(left: true, right: true)), "")
        XCTAssertEqual(normalized("a\u{200B}b\u{1}\tc\u{7F}", by: Normalizers.Nmt()), "a b c")
    }

    func testReplacementsInARowAreAsOneAfterTheOther() throws {
        let steps = [("a", "b"), ("b", "cc"), ("cd", "e")].map {
            Normalizers.LiteralReplace(wanted: Array($0.0.utf8), content: Array($0.1.utf8))
        }
        let space = Normalizers.Replace(pattern: try Expression("\\s+"), content: Array(" ".utf8))
        let chain = Normalizers.Chain(steps + [space, Normalizers.Prepend(what: Array("_".utf8))])
        XCTAssertEqual(normalized("ad  x", by: chain), "_ce x")
        XCTAssertEqual(normalized("x\ny", by: chain), "_x y")
        XCTAssertEqual(normalized("", by: chain), "")
        XCTAssertFalse(chain.keepsBeginning)
        XCTAssertEqual(normalized("ab", by: Normalizers.Chain(steps)), "cccc")
    }

    func testAnEmptyMatchPutsItsContentIn() throws {
        let replace = Normalizers.Replace(
            pattern: try Expression("(?<=[a-z])(?=[a-z])"), content: Array("-".utf8))
        XCTAssertEqual(normalized("abc", by: replace), "a-b-c")
    }

    func testWhatKeepsTheBeginningOfAText() throws {
        for type in ["NFC", "NFD", "NFKC", "NFKD", "Lowercase"] {
            XCTAssertTrue(try normalizer("{\"type\":\"\(type)\"}").keepsBeginning, type)
        }
        for rest in [
            "Nmt\"", "StripAccents\"", "Strip\",\"strip_left\":true,\"strip_right\":true",
            "Replace\",\"pattern\":{\"Regex\":\"a\"},\"content\":\"\"",
            "Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\"\"",
            "BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"lowercase\":true",
        ] {
            XCTAssertFalse(try normalizer("{\"type\":\"\(rest)}").keepsBeginning, rest)
        }
        let chain =
            "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Prepend\",\"prepend\":\"x\"}]}"
        XCTAssertTrue(try normalizer(chain).keepsBeginning)
        XCTAssertEqual(normalized("e\u{301}", by: try normalizer("{\"type\":\"StripAccents\"}")), "e")
    }

    func testAPatternIsATextOrAnExpressionAndNotEmpty() {
        for pattern in ["{}", "{\"String\":\"\"}", "{\"String\":\"a\",\"Regex\":\"b\"}"] {
            XCTAssertThrowsError(
                try normalizer("{\"type\":\"Replace\",\"pattern\":\(pattern),\"content\":\"\"}"))
        }
    }

    func testCharacterRulesThatAreDamagedAreRefused() {
        func charsmap(_ bytes: UInt8...) -> String {
            "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"\(Data(bytes).base64EncodedString())\"}"
        }
        XCTAssertThrowsError(try normalizer(charsmap()))
        XCTAssertThrowsError(try normalizer(charsmap(100, 0, 0, 0, 1)))
        XCTAssertThrowsError(try normalizer(charsmap(4, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0)))
        XCTAssertThrowsError(try normalizer("{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"%\"}"))
    }
}
