import Foundation
import XCTest

@testable import Mobilec

final class AddedTokensTests: XCTestCase {
    private func token(_ content: String, _ id: Int = 7, isNormalized: Bool = false) -> AddedToken {
        AddedToken(id: id, content: content, isNormalized: isNormalized, isSpecial: !isNormalized)
    }

    private func split(_ text: String, _ tokens: AddedToken...) -> [String] {
        let bytes = Array(text.utf8)
        return AddedTokens(tokens, nil).plain.split(bytes).map { part in
            String(decoding: bytes[part.range], as: UTF8.self) + (part.id.map { "=\($0)" } ?? "")
        }
    }

    func testTheLeftmostTokenIsFoundAndOfSeveralThereTheLongest() {
        XCTAssertEqual(split("x<s><s>>y", token("<s>", 1), token("<s>>", 2)), ["x", "<s>=1", "<s>>=2", "y"])
        XCTAssertEqual(split("abc", token("ab", 1), token("bc", 2)), ["ab=1", "c"])
        XCTAssertEqual(split("abab", token("ab", 1), token("ab", 2)), ["ab=1", "ab=1"])
        XCTAssertEqual(split("", token("<s>")), [])
        XCTAssertEqual(split("a"), ["a"])
    }

    func testATokenTakesTheSpacesThatItMay() {
        var before = token("<m>")
        before.takesSpacesBefore = true
        var after = token("<m>")
        after.takesSpacesAfter = true
        var both = before
        both.takesSpacesAfter = true
        XCTAssertEqual(split("a \t<m> b", before), ["a", " \t<m>=7", " b"])
        XCTAssertEqual(split("a <m> \u{3000}b", after), ["a ", "<m> \u{3000}=7", "b"])
        XCTAssertEqual(split("<m>  <m>", both), ["<m>  =7", "<m>=7"])
    }

    func testASingleWordIsNoneInsideOfAnother() {
        var word = token("am")
        word.isSingleWord = true
        XCTAssertEqual(split("I am.", word), ["I ", "am=7", "."])
        XCTAssertEqual(split("Sam amélie am_ éam", word), ["Sam amélie am_ éam"])
    }

    func testANormalizedTokenIsLookedForInNormalizedTextAndReadAsItStandsThere() {
        let added = AddedTokens([token("Ja", isNormalized: true)], Normalizers.SmallLetters())
        XCTAssertEqual(added.normalized.split(Array("o ja".utf8)).map(\.id), [nil, 7])
        XCTAssertEqual(added.plain.split(Array("Ja".utf8)).count, 1)
        XCTAssertEqual(added.token(7), Array("ja".utf8))
        XCTAssertNil(added.token(8))
        XCTAssertFalse(added.isSpecial(Array("ja".utf8)[...]))
        XCTAssertTrue(AddedTokens([token("<s>")], nil).isSpecial(Array("<s>".utf8)[...]))
    }

    func testATokenWithAnotherIdThanTheVocabularyGivesItIsRefused() throws {
        var vocabulary = Vocabulary()
        vocabulary.add("a", id: 3)
        let model = WordLevel(vocabulary: vocabulary, unknown: "a")
        let rest =
            "\"single_word\":false,\"lstrip\":false,\"rstrip\":false,\"normalized\":false,\"special\":true"
        func read(_ start: String) throws -> AddedToken {
            try Json.parse(Data("{\(start),\(rest)}".utf8), what: "here").record(at: "here") { fields in
                try AddedToken(fields, model)
            }
        }
        XCTAssertEqual(try read("\"id\":3,\"content\":\"a\"").id, 3)
        XCTAssertThrowsError(try read("\"id\":4,\"content\":\"a\"")) {
            XCTAssertEqual("\($0)", "here gives \"a\" the id 4, and the vocabulary gives it 3")
        }
        XCTAssertThrowsError(try read("\"id\":4,\"content\":\"\""))
    }
}
