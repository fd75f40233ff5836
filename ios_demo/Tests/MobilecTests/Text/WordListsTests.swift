import Foundation
import XCTest

@testable import Mobilec

/// A shortlist as Python wrote it allows what it allows there.
final class WordListsTests: XCTestCase {
    private struct Case {
        let ids: [Int]
        let more: [Int]
        let words: [Int]
    }

    private struct Recorded {
        let sourceWords: Int
        let targetWords: Int
        let file: Data
        let cases: [Case]
        let refused: [String: Data]
        let refusedWhenAsked: [String: (file: Data, ids: [Int])]

        func lists() throws -> WordLists { try WordLists(file, targetWords: targetWords) }
    }

    private func bytes(_ hex: String) -> Data {
        let digits = Array(hex.utf8).map { $0 < 58 ? $0 - 48 : $0 - 87 }
        return Data(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }

    private func recorded() throws -> Recorded {
        let name = "word_lists.json"
        return try Json.read(try Fixtures.shared(name)).record(at: name) { fields in
            Recorded(
                sourceWords: try fields.int("source_words"), targetWords: try fields.int("target_words"),
                file: bytes(try fields.text("file")),
                cases: try fields.records("cases") {
                    Case(ids: try $0.ints("ids"), more: try $0.ints("more"), words: try $0.ints("words"))
                },
                refused: try fields.map("refused") { bytes(try $0.text(at: $1)) },
                refusedWhenAsked: try fields.map("refused_when_asked") {
                    try $0.record(at: $1) { (bytes(try $0.text("file")), try $0.ints("ids")) }
                })
        }
    }

    func testASentenceMayHaveTheWordsThatPythonAllowsIt() throws {
        let recorded = try recorded()
        let lists = try recorded.lists()
        XCTAssertGreaterThan(recorded.cases.count, 30)
        for one in recorded.cases {
            XCTAssertEqual(try lists.allowed(one.ids, more: one.more), one.words, "\(one.ids)")
        }
    }

    func testAFileThatIsSpoiltIsRefusedByWhatIsWrongWithIt() throws {
        let recorded = try recorded()
        let many = recorded.refused["very many source words"]?.count ?? 0
        let words = [
            "empty": "does not begin as a bundle's shortlist",
            "another magic": "does not begin as a bundle's shortlist",
            "another version": "is of version 2; this app reads 1",
            "more source words": "damaged or cut off (its lists take",
            "very many source words": "damaged or cut off (it has \(many) bytes)",
            "other target words": "is of 40001 target words, and the program has 40000",
            "cut in its sizes": "damaged or cut off (it has 27 bytes)",
            "cut in its lists": "bytes, and ",
            "longer than it says": "bytes, and ",
            "a list longer than it is": "bytes, and ",
        ]
        XCTAssertEqual(Set(recorded.refused.keys), Set(words.keys))
        for (name, file) in recorded.refused {
            assertRefused(words[name] ?? name) {
                try WordLists(file, targetWords: recorded.targetWords)
            }
        }
    }

    func testAListThatIsSpoiltIsRefusedWhenItIsAskedFor() throws {
        let recorded = try recorded()
        let words = [
            "ends within a number": "damaged or cut off (a list ends within a number)",
            "beyond the vocabulary": "and the vocabulary has 40000: the shortlist is damaged",
        ]
        XCTAssertEqual(Set(recorded.refusedWhenAsked.keys), Set(words.keys))
        for (name, one) in recorded.refusedWhenAsked {
            let lists = try WordLists(one.file, targetWords: recorded.targetWords)
            assertRefused(words[name] ?? name) { try lists.allowed(one.ids) }
        }
    }

    func testANumberOfFiveGroupsIsRefused() throws {
        let file = Data(Array("mobilecW".utf8) + [1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 0])
        let lists = try WordLists(file + Data([255, 255, 255, 255, 0]), targetWords: 9)
        assertRefused("a number is too large for a word") { try lists.allowed([0]) }
        XCTAssertEqual(try lists.allowed([]), [])
    }

    func testWordsOfNoVocabularyAreRefused() throws {
        let recorded = try recorded()
        let lists = try recorded.lists()
        assertRefused("is of 60 source words, and the ids of a text go from 3 to 60") {
            try lists.allowed([3, recorded.sourceWords])
        }
        assertRefused("the ids of a text go from -1 to 5") { try lists.allowed([5, -1]) }
        assertRefused("target words 0 to 40000 were allowed") {
            try lists.allowed([], more: [recorded.targetWords])
        }
        assertRefused("target words -1 to 39999 were allowed") { try lists.allowed([], more: [-1]) }
    }
}
