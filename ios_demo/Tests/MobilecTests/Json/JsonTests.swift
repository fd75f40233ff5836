import Foundation
import XCTest

@testable import Mobilec

final class JsonTests: XCTestCase {
    private func parse(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "it") }

    func testValuesAreWhatTheySay() throws {
        XCTAssertEqual(try parse(" null "), .null)
        XCTAssertEqual(try parse("[true,false]"), .array([.bool(true), .bool(false)]))
        XCTAssertEqual(try parse("[]"), .array([]))
        XCTAssertEqual(try parse("{}"), .object(JsonObject(entries: [])))
        XCTAssertEqual(try parse("[-0.5e+1, 2E-1, 0]"), .array([.double(-5), .double(0.2), .integer(0)]))
    }

    func testWholeNumbersOf64BitsAreExact() throws {
        XCTAssertEqual(try parse("9007199254740993"), .integer(9_007_199_254_740_993))
        XCTAssertEqual(try parse("-9223372036854775808"), .integer(Int.min))
        XCTAssertEqual(try parse("9223372036854775808"), .double(9_223_372_036_854_775_808))
    }

    func testEscapesAndSurrogates() throws {
        XCTAssertEqual(
            try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#), .string("\"\\/\u{8}\u{c}\n\r\té😀é"))
    }

    func testTheOrderOfEntriesStays() throws {
        guard case .object(let object) = try parse(#"{"b": 1, "a": 2, "b": 3}"#) else { return XCTFail() }
        XCTAssertEqual(object.entries.map(\.key.string), ["b", "a", "b"])
        XCTAssertEqual(object["b"], .integer(3))
        XCTAssertNil(object["c"])
        XCTAssertEqual(try parse(#"{"a": [7]}"#)["a"], .array([.integer(7)]))
        XCTAssertNil(Json.null["a"])
    }

    func testTextsOfOtherBytesAreOthers() throws {
        let composed = Utf8Text("\u{e9}")
        let apart = Utf8Text("e\u{301}")
        XCTAssertEqual(composed.string, apart.string)
        XCTAssertNotEqual(composed, apart)
        XCTAssertEqual(Set([composed, apart, Utf8Text("\u{e9}")]).count, 2)
        XCTAssertEqual("\(composed)", "\u{e9}")
        XCTAssertEqual(Array(apart.bytes), [0x65, 0xCC, 0x81])
    }

    func testWhatIsNoJsonIsRefusedWithItsPlace() {
        let broken = [
            ("", "it ends too early"), ("[1", "a comma or a closing bracket is missing"),
            ("[1,]", "a value is missing"), ("{1:2}", "a name is missing"),
            ("{\"a\" 1}", "a colon is missing"),
            ("[1] 2", "something stands behind its end at byte 4"), ("\"a", "a text does not end"),
            ("\"\\n", "a text does not end"), ("\"a\nb\"", "a control character"),
            ("\"\\n\n\"", "a control character"),
            ("\"\\x\"", "no such escape"), ("\"\\ud800\"", "half a character"),
            ("\"\\ud800\\u0041\"", "half a character"),
            ("\"\\udc00\"", "half a character"), ("\"\\u00g0\"", "four hexadecimal digits"),
            ("tru", "a value is missing"),
            ("-", "a value is missing"), ("1.", "a value is missing"), ("1e", "a value is missing"),
            ("+1", "a value is missing"),
        ]
        for (text, words) in broken { assertRefused(words) { try parse(text) } }
        assertRefused("it is not JSON (") { try parse("01") }
        assertRefused("not UTF-8") { try Json.parse(Data([0x22, 0xFF, 0x22]), what: "it") }
    }

    func testADocumentThatIsTooDeepIsRefusedAndNotFatal() throws {
        assertRefused("nested more than 64 times") { try parse(String(repeating: "[", count: 100_000)) }
        _ = try parse(String(repeating: "[", count: 64) + String(repeating: "]", count: 64))
    }

    func testAValueIsWrittenAsJson() throws {
        let text = #"{"a":[1,2.5,null,true,"x\"\\\n\r\t\u0001é"]}"#
        XCTAssertEqual(try parse(text).description, text)
    }

    func testAFileThatIsNotThereIsRefused() throws {
        let folder = try temporaryFolder(self)
        assertRefused("cannot be read") { try Json.read(folder.appendingPathComponent("a.json")) }
    }
}
