import XCTest

@testable import Mobilec

final class WordsTests: XCTestCase {
    private var entry = TextEntry(tokenizer: "tokenizer.json", sourceLanguage: "en", targetLanguage: "de")

    /// A token a character, and an end; `shift` is added, so that two of them do not read each other.
    private struct Characters: Tokenizer {
        let shift: Int

        func encode(_ text: String) -> [Int] { text.unicodeScalars.map { Int($0.value) + shift } + [1] }

        func encode(_ text: String, pair: String?, room: Room) throws -> Encoding {
            throw Refused("a translator reads sentences whole")
        }

        func decode(_ ids: [Int]) -> String {
            String(
                String.UnicodeScalarView(
                    ids.filter { $0 > 1 }.compactMap { Unicode.Scalar(UInt32($0 - shift)) }))
        }
    }

    private func words(_ entry: TextEntry) -> Words {
        Words(source: Characters(shift: 0), target: Characters(shift: 1000), entry: entry) { line, language in
            XCTAssertEqual(language, "en")
            return [line]
        }
    }

    func testThePrefixStandsBeforeEveryText() throws {
        let plain = try words(entry).ids("to: a")
        entry.prefix = "to: "
        XCTAssertEqual(try words(entry).ids("a"), plain)
    }

    func testPiecesThatTheModelHasNoRowForAreReadAsTheUnknownWord() throws {
        entry.unknown = Unknown(first: 98, id: 3)
        XCTAssertEqual(try words(entry).ids("abc"), [97, 3, 3, 1])
    }

    func testTokensAreTheTargetsAndSpacesAroundThemFallAway() {
        XCTAssertEqual(words(entry).text([0, 1032, 1097, 1032, 1098, 1032, 1]), "a b")
    }

    func testNoPieceHasMoreIdsThanTheProgramTakesThePrefixIncluded() throws {
        entry.prefix = "to: "
        let words = words(entry)
        let found = try words.pieces("one two three", longest: 10)
        XCTAssertEqual(found.map(\.text), ["one", "two", "three"])
        XCTAssertEqual(try found.map { try words.ids($0.text).count }.max(), 10)
    }
}
