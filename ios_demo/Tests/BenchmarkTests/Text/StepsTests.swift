import Foundation
import XCTest

@testable import BenchmarkCore

/// Each step of a tokenizer alone: normalizers, pre-tokenizers, post-processors and decoders.
final class StepsTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

    private func normalizer(_ text: String) throws -> any Normalizer { try readNormalizer(json(text), at: "here") }

    private func normalized(_ text: String, by normalizer: some Normalizer) -> Utf8Text {
        Utf8Text(String(decoding: normalizer.normalize(Array(text.utf8)), as: UTF8.self))
    }

    func testBertCleansSeparatesChineseDropsAccentsAndWritesSmallLetters() {
        let all = Normalizers.Bert(cleansText: true, separatesChinese: true, stripsAccents: true, lowercases: true)
        XCTAssertEqual(normalized("Ü\u{0}ber 中 A\tB\u{200D}\u{FFFD}", by: all), "uber  中  a b")
        XCTAssertEqual(normalized("Plain", by: all), "plain")
        let none = Normalizers.Bert(
            cleansText: false, separatesChinese: false, stripsAccents: false, lowercases: false)
        XCTAssertEqual(normalized("Ü中\u{0}", by: none), "Ü中\u{0}")
    }

    func testAccentsGoWithSmallLettersUnlessTheFileSaysOtherwise() throws {
        let start = "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"lowercase\":true"
        XCTAssertEqual(normalized("Ü", by: try normalizer("\(start),\"strip_accents\":null}")), "u")
        XCTAssertEqual(normalized("Ü", by: try normalizer("\(start),\"strip_accents\":false}")), "ü")
    }

    func testSpacesAtTheEndsAndWhatNmtTakesForThem() {
        XCTAssertEqual(normalized("\u{2003} a\u{3000} ", by: Normalizers.Strip(left: true, right: false)), "a\u{3000} ")
        XCTAssertEqual(normalized("\u{2003} a\u{3000} ", by: Normalizers.Strip(left: false, right: true)), "\u{2003} a")
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
        let replace = Normalizers.Replace(pattern: try Expression("(?<=[a-z])(?=[a-z])"), content: Array("-".utf8))
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
        let chain = "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Prepend\",\"prepend\":\"x\"}]}"
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

    private func words(_ text: String, by cutter: some PreTokenizer, begins: Bool = true) -> [String] {
        strings(cutter.cut(CutText(Array(text.utf8), begins: begins)))
    }

    private func strings(_ cut: CutText) -> [String] {
        cut.ranges.map { String(decoding: cut.text[$0], as: UTF8.self) }
    }

    /// The example of tokenizers, normalizer.rs, SplitDelimiterBehavior.
    func testWhatBecomesOfADelimiter() {
        func cut(_ delimiter: Delimiter, inverted: Bool = false) -> [String] {
            let text = CutText(Array("the-final--countdown".utf8), begins: true)
            return strings(text.cut(at: Literal(wanted: Array("-".utf8)), delimiter, inverted: inverted))
        }
        XCTAssertEqual(cut(.removed), ["the", "final", "countdown"])
        XCTAssertEqual(cut(.isolated), ["the", "-", "final", "-", "-", "countdown"])
        XCTAssertEqual(cut(.mergedWithPrevious), ["the-", "final-", "-", "countdown"])
        XCTAssertEqual(cut(.mergedWithNext), ["the", "-final", "-", "-countdown"])
        XCTAssertEqual(cut(.contiguous), ["the", "-", "final", "--", "countdown"])
        XCTAssertEqual(cut(.removed, inverted: true), ["-", "-", "-"])
    }

    func testOnlyTheFirstPieceStandsAtTheBeginning() {
        let dash = Literal(wanted: Array("-".utf8))
        XCTAssertTrue(CutText(Array("a-b".utf8), begins: true).cut(at: dash, .removed).begins)
        XCTAssertFalse(CutText(Array("-b".utf8), begins: true).cut(at: dash, .removed).begins)
        XCTAssertFalse(CutText(Array("a-b".utf8), begins: false).cut(at: dash, .removed).begins)
        XCTAssertFalse(CutText(Array("-".utf8), begins: true).cut(at: dash, .removed).begins)
    }

    func testMetaspaceFirstMarksTheBeginningOfTheTextAndNoOther() {
        let first = Metaspace(sign: 0x2581, scheme: .first, splits: true)
        XCTAssertEqual(words("a b", by: first), ["▁a", "▁b"])
        XCTAssertEqual(words("a b", by: first, begins: false), ["a", "▁b"])
        XCTAssertTrue(first.asksForBeginning)
        XCTAssertEqual(words("a b", by: Metaspace(sign: 0x2581, scheme: .never, splits: false)), ["a▁b"])
        XCTAssertEqual(words(" a", by: Metaspace(sign: 0x2581, scheme: .always, splits: true)), ["▁a"])
    }

    func testPreTokenizersByTheirNames() throws {
        func cut(_ rest: String, _ text: String) throws -> [String] {
            let cutter = try readPreTokenizer(json("{\"type\":\"\(rest)}"), at: "here")
            return strings(cutter.cut(CutText(Array(text.utf8), begins: true)))
        }
        XCTAssertEqual(try cut("Digits\",\"individual_digits\":true", "a12"), ["a", "1", "2"])
        XCTAssertEqual(try cut("Digits\",\"individual_digits\":false", "a12b"), ["a", "12", "b"])
        XCTAssertEqual(try cut("Punctuation\"", "a,,b"), ["a", ",", ",", "b"])
        XCTAssertEqual(try cut("Punctuation\",\"behavior\":\"Contiguous\"", "a,,b"), ["a", ",,", "b"])
        XCTAssertEqual(try cut("Whitespace\"", " a_b  c!? d"), ["a_b", "c", "!?", "d"])
        XCTAssertEqual(try cut("WhitespaceSplit\"", " a!  b "), ["a!", "b"])
        XCTAssertEqual(try cut("BertPreTokenizer\"", "a! b"), ["a", "!", "b"])
        XCTAssertEqual(
            try cut("Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":\"Punctuation\"}]", "a b,"),
            ["a", "b", ","])
        XCTAssertEqual(try cut("ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true", "é b"), ["ĠÃ©", "Ġb"])
        XCTAssertThrowsError(try cut("Punctuation\",\"behavior\":\"Doubled\"", "")) {
            XCTAssertTrue("\($0)".hasPrefix("here.behavior is Doubled; known are Removed, Isolated,"), "\($0)")
        }
        XCTAssertThrowsError(try cut("Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"last\"", ""))
        XCTAssertThrowsError(try cut("Metaspace\",\"replacement\":\"__\"", "")) {
            XCTAssertEqual("\($0)", "here.replacement should be one character, and is \"__\"")
        }
        XCTAssertEqual(try cut("Metaspace\",\"replacement\":\"_\",\"add_prefix_space\":false", "a b"), ["a", "_b"])
    }

    private func around(_ text: String) throws -> [Int] {
        try readPostProcessor(json(text), at: "here").around([5, 6])
    }

    private func template(_ single: String) -> String {
        "{\"type\":\"TemplateProcessing\",\"single\":[\(single)],\"pair\":[],"
            + "\"special_tokens\":{\"S\":{\"id\":\"S\",\"ids\":[1,2],\"tokens\":[\"S\",\"T\"]}}}"
    }

    private let special = "{\"SpecialToken\":{\"id\":\"S\",\"type_id\":0}}"
    private let text = "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}"

    func testATemplateMayStandBeforeAfterAndAround() throws {
        XCTAssertEqual(try around(template("\(special),\(text)")), [1, 2, 5, 6])
        XCTAssertEqual(try around(template("\(text),\(special),\(special)")), [5, 6, 1, 2, 1, 2])
        XCTAssertEqual(try around(template(text)), [5, 6])
    }

    func testTheFormsOfBertAndRobertaAloneAndInASequence() throws {
        let bert = "{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}"
        let roberta =
            "{\"type\":\"RobertaProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2],\"trim_offsets\":true,"
            + "\"add_prefix_space\":false}"
        XCTAssertEqual(try around(bert), [2, 5, 6, 3])
        XCTAssertEqual(try around(roberta), [2, 5, 6, 3])
        XCTAssertEqual(
            try around("{\"type\":\"Sequence\",\"processors\":[\(bert),\(roberta)]}"), [2, 2, 5, 6, 3, 3])
        XCTAssertEqual(
            try around("{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true}"), [5, 6])
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"cls\":[\"[CLS]\",2]}")) {
            XCTAssertEqual("\($0)", "here.sep is missing")
        }
        XCTAssertThrowsError(try around("{\"type\":\"BertProcessing\",\"sep\":[],\"cls\":[\"[CLS]\",2]}"))
    }

    func testATemplateWithoutTheTextWithItTwiceWithAnotherTextOrAnUnknownTokenIsRefused() {
        let other = "{\"Sequence\":{\"id\":\"B\",\"type_id\":0}}"
        let unknown = "{\"SpecialToken\":{\"id\":\"U\",\"type_id\":0}}"
        for single in [special, "\(text),\(text)", "\(text),\(other)", "\(text),\(unknown)"] {
            XCTAssertThrowsError(try around(template(single)), single)
        }
    }

    private func decoded(_ tokens: [String], by decoder: some TokenDecoder) -> [String] {
        var found: [String] = []
        decoder.decode(Tokens(tokens.map { Array($0.utf8) })).forEach {
            found.append(String(decoding: $0, as: UTF8.self))
        }
        return found
    }

    func testBytesThatAreATextBecomeItOthersASignEach() {
        let bytes = TokenDecoders.ByteFallback()
        XCTAssertEqual(decoded(["a", "<0xC3>", "<0xA9>", "b"], by: bytes), ["a", "é", "b"])
        XCTAssertEqual(decoded(["<0xC3>", "<0xC3>"], by: bytes), ["\u{FFFD}", "\u{FFFD}"])
        XCTAssertEqual(decoded(["<0xZZ>", "<0x-1>"], by: bytes), ["<0xZZ>", "<0x-1>"])
    }

    func testStripTakesNoMoreThanItMay() {
        let space = TokenDecoders.Strip(content: 0x20, start: 1, stop: 0)
        XCTAssertEqual(decoded(["  a", "b", " "], by: space), [" a", "b", ""])
        XCTAssertEqual(decoded(["xax", "x"], by: TokenDecoders.Strip(content: 0x78, start: 1, stop: 1)), ["a", ""])
    }

    func testWordPieceJoinsWhatGoesOnAndTakesOutSpacesThatEnglishHasNot() {
        let tokens = ["do", "n't", "##s", "!"]
        let prefix = Array("##".utf8)
        XCTAssertEqual(
            decoded(tokens, by: TokenDecoders.WordPiece(prefix: prefix, cleansUp: true)).joined(), "don'ts!")
        XCTAssertEqual(
            decoded(tokens, by: TokenDecoders.WordPiece(prefix: prefix, cleansUp: false)).joined(), "do n'ts !")
    }

    func testASuffixEndsAWordButForTheLast() throws {
        let suffix = TokenDecoders.Bpe(suffix: Array("</w>".utf8))
        XCTAssertEqual(decoded(["low</w>", "er</w>"], by: suffix).joined(), "low er")
        XCTAssertThrowsError(try readDecoder(json("{\"type\":\"BPEDecoder\",\"suffix\":\"\"}"), at: "here"))
    }

    func testTokensWithoutADecoderAreJoinedBySpaces() throws {
        let tokenizer = try Tokenizers.read(
            json: "{\"version\":\"1.0\",\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"b\":1},"
                + "\"unk_token\":\"a\"}}")
        XCTAssertEqual(try tokenizer.encode("b"), [1])
        XCTAssertEqual(tokenizer.decode([0, 1, 9]), "a b")
    }

    func testALetterThatIsNoByteStays() throws {
        let level = try ByteLevel(prependsSpace: false, splits: true)
        XCTAssertEqual(decoded(["ĠÃ", "©", "語"], by: level), [" é語"])
    }
}
