import Foundation
import XCTest

@testable import Mobilec

final class PiecesTests: XCTestCase {
    private struct Case {
        let text: String
        let limit: Int
        let pieces: [Piece]
    }

    private func cases() throws -> [Case] {
        try Json.read(try Fixtures.shared("pieces.json")).record(at: "pieces.json") { fields in
            fields.any("about")
            return try fields.records("cases") { one in
                Case(
                    text: try one.text("text"), limit: try one.int("limit"),
                    pieces: try one.list("pieces") { piece, place in
                        let parts = try piece.items(at: place) { try $0.text(at: $1) }
                        return Piece(text: parts[0], space: parts[1])
                    })
            }
        }
    }

    /// As bytes: texts of other characters can be equal.
    private func bytes(_ pieces: [Piece]) -> [[[UInt8]]] {
        pieces.map { [Array($0.text.utf8), Array($0.space.utf8)] }
    }

    func testTextsAreCutWherePythonCutsThem() throws {
        let cases = try cases()
        XCTAssertFalse(cases.isEmpty)
        for one in cases {
            let found = pieces(one.text, sentences: { [$0] }, fit: { $0.unicodeScalars.count <= one.limit })
            XCTAssertEqual(bytes(found), bytes(one.pieces), "\(one.limit) of \(one.text)")
        }
    }

    func testAnotherLimitIsFoundOut() throws {
        let different = try cases().filter { one in
            let found = pieces(
                one.text, sentences: { [$0] }, fit: { $0.unicodeScalars.count <= one.limit + 1 })
            return bytes(found) != bytes(one.pieces)
        }
        XCTAssertFalse(different.isEmpty)
    }

    func testNothingIsEverDropped() throws {
        for one in try cases() {
            let found = pieces(one.text, sentences: { [$0] }, fit: { $0.utf8.count <= one.limit })
            XCTAssertEqual(Array(found.map { $0.text + $0.space }.joined().utf8), Array(one.text.utf8))
        }
    }

    func testSentencesKeepWhatStandsBetweenThem() {
        let found = pieces(
            "One. Two.\n\nThree.", sentences: { $0 == "One. Two." ? ["One. ", "Two."] : [$0] },
            fit: { _ in true })
        let expected = [("One.", " "), ("Two.", ""), ("", "\n\n"), ("Three.", "")].map {
            Piece(text: $0, space: $1)
        }
        XCTAssertEqual(found, expected)
        XCTAssertEqual(rejoined(found, ["Eins.", "Zwei.", "", "Drei."]), "Eins. Zwei.\n\nDrei.")
        XCTAssertEqual(pieces("", sentences: { [$0] }, fit: { _ in true }), [])
        XCTAssertEqual(pieces(" a", sentences: { [$0] }, fit: { _ in true }).map(\.text), ["", "a"])
    }
}
