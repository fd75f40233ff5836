import Foundation
import XCTest

@testable import Mobilec

final class PreTokenizersTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

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
            try cut(
                "Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":\"Punctuation\"}]",
                "a b,"),
            ["a", "b", ","])
        XCTAssertEqual(
            try cut("ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true", "é b"), ["ĠÃ©", "Ġb"])
        XCTAssertThrowsError(try cut("Punctuation\",\"behavior\":\"Doubled\"", "")) {
            XCTAssertTrue(
                "\($0)".hasPrefix("here.behavior is Doubled; known are Removed, Isolated,"), "\($0)")
        }
        XCTAssertThrowsError(try cut("Metaspace\",\"replacement\":\"_\",\"prepend_scheme\":\"last\"", ""))
        XCTAssertThrowsError(try cut("Metaspace\",\"replacement\":\"__\"", "")) {
            XCTAssertEqual("\($0)", "here.replacement should be one character, and is \"__\"")
        }
        XCTAssertEqual(
            try cut("Metaspace\",\"replacement\":\"_\",\"add_prefix_space\":false", "a b"), ["a", "_b"])
    }
}
