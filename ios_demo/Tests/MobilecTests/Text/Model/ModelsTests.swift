import XCTest

@testable import Mobilec

final class ModelsTests: XCTestCase {
    private func vocabulary(_ tokens: String...) -> Vocabulary {
        var made = Vocabulary()
        for (id, token) in tokens.enumerated() { made.add(token, id: id) }
        return made
    }

    private func ids(_ model: some SubwordModel, _ text: String) throws -> [Int] {
        var found: [Int] = []
        try Array(text.utf8).withUnsafeBufferPointer { try model.cut($0, &found) }
        return found
    }

    func testWordPieceTakesTheLongestBeginningAndOneUnknownForTheWholeWord() throws {
        let model = WordPiece(
            vocabulary("[UNK]", "un", "##a", "##aff", "##able"), unknown: "[UNK]", prefix: "##",
            mostCharacters: 9)
        XCTAssertEqual(try ids(model, "unaffable"), [1, 3, 4])
        XCTAssertEqual(try ids(model, "unx"), [0])
        XCTAssertEqual(try ids(model, "unaffablea"), [0])
        XCTAssertEqual(try ids(model, "ünaffable"), [0])
    }

    func testWholeWords() throws {
        let model = WordLevel(vocabulary: vocabulary("[UNK]", "word"), unknown: "[UNK]")
        XCTAssertEqual(try ids(model, "word"), [1])
        XCTAssertEqual(try ids(model, "words"), [0])
        XCTAssertEqual(model.id(Array("word".utf8)), 1)
        XCTAssertEqual(model.token(1).map(Array.init), Array("word".utf8))
        XCTAssertThrowsError(try ids(WordLevel(vocabulary: vocabulary("word"), unknown: "[UNK]"), "x"))
    }

    func testAUnigramModelTakesTheLikeliestWayAndUnknownCharactersAsOne() throws {
        let scored = [("<unk>", 0.0), ("a", -1), ("b", -1), ("ab", -1.5), ("abc", -4), ("c", -1)]
        let model = Unigram(scored.map { (token: $0.0, score: $0.1) }, unknown: 0, fallsBackToBytes: false)
        XCTAssertEqual(try ids(model, "abc"), [3, 5])
        XCTAssertEqual(try ids(model, "abxyza"), [3, 0, 1])
        let bare = Unigram(scored.map { (token: $0.0, score: $0.1) }, unknown: nil, fallsBackToBytes: false)
        XCTAssertThrowsError(try ids(bare, "x")) { XCTAssertTrue("\($0)".contains("no unk_id"), "\($0)") }
    }

    func testOfEqualTokensTheLastOneCounts() throws {
        let model = Unigram(
            [("<unk>", -9), ("a", -1), ("a", -2)].map { (token: $0.0, score: $0.1) }, unknown: 0,
            fallsBackToBytes: false)
        XCTAssertEqual(try ids(model, "a"), [2])
        XCTAssertEqual(model.token(1).map(Array.init), Array("a".utf8))
        XCTAssertNil(model.token(3))
    }

    func testBpeMergesThePairThatWasLearnedFirstWhereverItStands() throws {
        let merges = Merges(
            [(1, 2, 4), (0, 1, 3), (0, 4, 5)].map { Merges.Pair(left: $0, right: $1, made: $2) })
        let model = Bpe(vocabulary("a", "b", "c", "ab", "bc", "abc"), merges, Bpe.Options())
        XCTAssertEqual(try ids(model, "abcab"), [5, 3])
        XCTAssertEqual(try ids(model, "xax"), [0])
        let whole = Bpe(
            vocabulary("a", "b", "c", "ab", "bc", "abc"), Merges([]), Bpe.Options(ignoresMerges: true))
        XCTAssertEqual(try ids(whole, "abc"), [5])
        XCTAssertEqual(try ids(whole, "abca"), [0, 1, 2, 0])
    }

    func testUnknownCharactersOfBpeAreFusedWhereThatIsAskedAndSpelledInBytesWhereThereAreSuchTokens() throws {
        let tokens = vocabulary("<unk>", "a", "<0xC3>", "<0xA9>")
        func found(fused: Bool, bytes: Bool) throws -> [Int] {
            let options = Bpe.Options(unknown: "<unk>", fusesUnknown: fused, fallsBackToBytes: bytes)
            return try ids(Bpe(tokens, Merges([]), options), "axyé")
        }
        XCTAssertEqual(try found(fused: false, bytes: false), [1, 0, 0, 0])
        XCTAssertEqual(try found(fused: true, bytes: false), [1, 0])
        XCTAssertEqual(try found(fused: true, bytes: true), [1, 2, 3, 0])
    }

    func testMarksOfWordsAreWrittenBeforeALetterIsLookedUp() throws {
        let options = Bpe.Options(unknown: "?", prefix: Array("#".utf8), suffix: Array("$".utf8))
        let model = Bpe(vocabulary("a", "#b", "#c$", "?"), Merges([]), options)
        XCTAssertEqual(try ids(model, "abc"), [0, 1, 2])
        XCTAssertEqual(try ids(model, "a"), [3])
    }

    func testWordsInOnePieceAndInTwoAreNotTheSame() throws {
        let model = WordLevel(vocabulary: vocabulary("?", "\u{E9}", "e\u{301}"), unknown: "?")
        XCTAssertEqual(try ids(model, "\u{E9}"), [1])
        XCTAssertEqual(try ids(model, "e\u{301}"), [2])
    }

    func testWhatWasCutOnceIsCutTheSameAgain() throws {
        let model = Remembering(WordLevel(vocabulary: vocabulary("?", "a", "b"), unknown: "?"))
        for _ in 0..<3 {
            XCTAssertEqual(try ids(model, "a"), [1])
            XCTAssertEqual(try ids(model, "b"), [2])
        }
        XCTAssertEqual(try ids(model, String(repeating: "a", count: 300)), [0])
    }

    func testTokensThatBeginAlikeStandUnderOneNode() throws {
        var texts = ByteTable()
        for text in ["", "ab", "a", "b", "abc"] { _ = texts.add(text) }
        let prefixes = Prefixes(texts, ids: [9, 1, 0, 2, 3])
        var found: [[Int]] = []
        Array("xabcd".utf8).withUnsafeBufferPointer { text in
            prefixes.forEach(in: text, from: 1) { found.append([$0, $1]) }
        }
        XCTAssertEqual(found, [[2, 0], [3, 1], [4, 3]])
        XCTAssertNil(prefixes.node(of: Array("ac".utf8)))
        XCTAssertNotNil(prefixes.node(of: Array("ab".utf8)))
    }

    func testAVocabularyMayHaveGapsAndSayATokenTwice() {
        var made = Vocabulary()
        made.add("a", id: 3)
        made.add("a", id: 5)
        XCTAssertEqual(made.id(Array("a".utf8)), 5)
        XCTAssertNil(made.token(0))
        XCTAssertNil(made.token(-1))
        XCTAssertNil(made.token(6))
    }
}
