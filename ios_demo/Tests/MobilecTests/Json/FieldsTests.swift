import Foundation
import XCTest

@testable import Mobilec

final class FieldsTests: XCTestCase {
    private func read<T>(_ text: String, _ read: (Fields) throws -> T) throws -> T {
        try Json.parse(Data(text.utf8), what: "it").record(at: "it", read)
    }

    func testEveryKindIsRead() throws {
        let text = """
            {"t": "a", "i": 1, "l": 4294967296, "d": 1, "b": true, "n": null, "r": {"x": 1}, "rs": [{"x": 2}],
             "ts": ["a"], "is": [1], "ds": [0.5], "m": {"a": 1}}
            """
        try read(text) { fields in
            XCTAssertEqual(try fields.text("t"), "a")
            XCTAssertEqual(try fields.int("i"), 1)
            XCTAssertEqual(try fields.long("l"), 4_294_967_296)
            XCTAssertEqual(try fields.double("d"), 1)
            XCTAssertTrue(try fields.boolean("b"))
            XCTAssertNil(try fields.textOrNil("n"))
            XCTAssertNil(try fields.recordOrNil("absent") { try $0.int("x") })
            XCTAssertEqual(try fields.record("r") { try $0.int("x") }, 1)
            XCTAssertEqual(try fields.records("rs") { try $0.int("x") }, [2])
            XCTAssertEqual(try fields.texts("ts"), ["a"])
            XCTAssertEqual(try fields.ints("is"), [1])
            XCTAssertEqual(try fields.ints("absent"), [])
            XCTAssertEqual(try fields.doubles("ds"), [0.5])
            XCTAssertEqual(try fields.map("m") { try $0.whole(at: $1) }, ["a": 1])
        }
    }

    func testWhatIsMissingIsNamed() {
        assertRefused("it has no \"a\", which should be a text") { try read("{}") { try $0.text("a") } }
        assertRefused("should be a whole number") { try read("{}") { try $0.long("a") } }
        assertRefused("should be a whole number") { try read("{}") { try $0.int("a") } }
        assertRefused("should be a number") { try read("{}") { try $0.double("a") } }
        assertRefused("should be true or false") { try read("{}") { try $0.boolean("a") } }
        assertRefused("should be an object") { try read("{}") { try $0.record("a") { _ in } } }
        assertRefused("should be an object") { try read("{}") { try $0.map("a") { _, _ in } } }
    }

    func testWhatIsOfAnotherKindIsShown() {
        let seven = #"{"a": "7"}"#
        assertRefused("it.a should be a whole number, and is \"7\"") { try read(seven) { try $0.int("a") } }
        assertRefused("it.a should be a number, and is \"7\"") { try read(seven) { try $0.double("a") } }
        assertRefused("it.a should be true or false, and is \"7\"") {
            try read(seven) { try $0.boolean("a") }
        }
        assertRefused("it.a should be a list, and is \"7\"") { try read(seven) { try $0.ints("a") } }
        assertRefused("it.a should be an object, and is \"7\"") {
            try read(seven) { try $0.record("a") { _ in } }
        }
        assertRefused("it.a should be an object, and is \"7\"") {
            try read(seven) { try $0.map("a") { _, _ in } }
        }
        assertRefused("it.a[0] should be a text, and is 1") { try read(#"{"a": [1]}"#) { try $0.texts("a") } }
        assertRefused("it.a is 4294967296, which is too large") {
            try read(#"{"a": 4294967296}"#) { try $0.int("a") }
        }
        assertRefused("it should be an object, and is [1]") { try read("[1]") { _ in } }
    }

    func testAFieldThatNobodyAskedForIsRefused() {
        assertRefused("it has fields that this app does not know: [b, c]") {
            try read(#"{"c": 1, "a": 1, "b": 1}"#) { try $0.int("a") }
        }
    }
}
