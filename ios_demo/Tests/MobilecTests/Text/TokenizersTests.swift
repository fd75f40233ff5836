import Foundation
import XCTest

@testable import Mobilec

/// Against Hugging Face's tokenizers, on the texts that tests/fixtures/tokenizers.py made.
final class TokenizersTests: XCTestCase {
    func testEqualIdsAndEqualTextBack() throws {
        let folders = try Recorded.folders()
        XCTAssertGreaterThanOrEqual(folders.count, 23)
        for folder in folders {
            let differences = try Recorded.differences(Recorded.tokenizer(folder), folder)
            XCTAssertTrue(
                differences.isEmpty,
                "\(folder.lastPathComponent): \(differences.count) lines differ, the first: \(differences[0])"
            )
        }
    }

    func testEqualIdsAndTypesOfTextsAndOfPairsThatAreCut() throws {
        for folder in try Recorded.folders() {
            let (different, count) = try Recorded.cuts(folder)
            XCTAssertGreaterThanOrEqual(count, 300)
            XCTAssertEqual(different.first, nil, folder.lastPathComponent)
        }
    }

    /// What has to show that the tests above bite.
    func testAnotherOptionGivesOtherAnswers() throws {
        for (name, from, to) in [
            ("sentiment-en", "\"lowercase\":true", "\"lowercase\":false"),
            ("sentiment-en", "\"cleanup\":true", "\"cleanup\":false"),
            ("sentiment-en", "\"handle_chinese_chars\":true", "\"handle_chinese_chars\":false"),
            ("translate-en-de", "\"NFC\"", "\"NFKC\""),
            ("translate-en-de", "\"behavior\":\"Isolated\"", "\"behavior\":\"Removed\""),
            ("translate-en-de", "\"byte_fallback\":true", "\"byte_fallback\":false"),
            ("roberta", "\"add_prefix_space\":false", "\"add_prefix_space\":true"),
            ("roberta", "\"lstrip\":true", "\"lstrip\":false"),
            ("ended-words", "\"Whitespace\"", "\"WhitespaceSplit\""),
            ("bert-of-old", "\"single_word\":true", "\"single_word\":false"),
        ] {
            let folder = try Fixtures.tokenizer(name)
            let changed = try Recorded.file(folder, changing: from, to)
            XCTAssertFalse(
                try Recorded.differences(Tokenizers.read(json: changed), folder).isEmpty, "\(name) \(to)")
        }
    }

    func testWhatThisAppDoesNotHaveIsRefusedByItsName() throws {
        for (from, to, message) in [
            ("\"BertNormalizer\"", "\"Transliterator\"", "normalizer is a normalizer of type Transliterator"),
            ("\"BertPreTokenizer\"", "\"UnicodeScripts\"", "pre-tokenizer of type UnicodeScripts"),
            ("\"type\":\"WordPiece\",\"unk", "\"type\":\"Syllables\",\"unk", "model of type Syllables"),
            ("\"type\":\"WordPiece\",\"prefix", "\"type\":\"CTC\",\"prefix", "decoder of type CTC"),
            ("\"TemplateProcessing\"", "\"PairProcessing\"", "post-processor of type PairProcessing"),
            (
                "\"lowercase\":", "\"uppercase\":true,\"lowercase\":",
                "fields that this app does not know: [uppercase]"
            ),
            ("\"truncation\":null", "\"truncation\":{}", "truncation, which would cut texts"),
            ("\"version\":\"1.0\"", "\"version\":\"2.0\"", "version 2.0"),
        ] {
            let changed = try Recorded.file(Fixtures.tokenizer("bert"), changing: from, to)
            XCTAssertThrowsError(try Tokenizers.read(json: changed)) {
                XCTAssertTrue("\($0)".contains(message), "\($0)")
            }
        }
    }

    func testAMergeThatLeadsNowhereDropoutAndABeginningThatMayBeLostAreRefused() throws {
        for (from, to, message) in [
            ("\"dropout\":null", "\"dropout\":0.1", "dropout"),
            ("\"merges\":[[", "\"merges\":[[\"qqqq\",\"q\"],[", "\"qqqq\", which the vocabulary lacks"),
            ("\"prepend_scheme\":\"always\"", "\"prepend_scheme\":\"first\"", "where a text begins"),
        ] {
            let changed = try Recorded.file(Fixtures.tokenizer("nllb-of-hub"), changing: from, to)
            XCTAssertThrowsError(try Tokenizers.read(json: changed)) {
                XCTAssertTrue("\($0)".contains(message), "\($0)")
            }
        }
    }

    func testWhatIsNoJsonIsRefused() {
        XCTAssertThrowsError(try Tokenizers.read(json: Data("{".utf8))) {
            XCTAssertTrue("\($0)".hasPrefix("tokenizer.json is not JSON"), "\($0)")
        }
        XCTAssertThrowsError(try Tokenizers.read(json: Data("{\"version\":\"1.0\"}".utf8))) {
            XCTAssertEqual("\($0)", "tokenizer.json has no model")
        }
    }
}

/// A tokenizer of the fixtures, and what the library said of its texts.
enum Recorded {
    static func folders() throws -> [URL] {
        let all = try Fixtures.tokenizer("sentiment-en").deletingLastPathComponent()
        return try FileManager.default
            .contentsOfDirectory(at: all, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .sorted { $0.path < $1.path }
    }

    static func tokenizer(_ folder: URL) throws -> any Tokenizer {
        try Tokenizers.read(json: Data(contentsOf: folder.appendingPathComponent("tokenizer.json")))
    }

    /// tokenizer.json, in which `from` has to stand, with something else in its place.
    static func file(_ folder: URL, changing from: String, _ to: String) throws -> Data {
        let file = try String(contentsOf: folder.appendingPathComponent("tokenizer.json"), encoding: .utf8)
        // Without the spaces after colons, with which some of the files are written.
        let content = Array(file.utf8).replacing(Array(": ".utf8), with: Array(":".utf8))
        XCTAssertNotNil(Literal.next(Array(from.utf8), in: content, from: 0), "there is no \(from)")
        return Data(content.replacing(Array(from.utf8), with: Array(to.utf8)))
    }

    /// A line of lines.jsonl; without a text its ids are decoded only.
    struct Line {
        let text: String?
        let ids: [Int]
        let decoded: String
    }

    static func lines(_ folder: URL) throws -> [Line] {
        let file = try Data(contentsOf: folder.appendingPathComponent("lines.jsonl"))
        return try file.split(separator: UInt8(ascii: "\n")).map { line in
            try Json.parse(Data(line), what: "a line of \(folder.path)").record(at: "line") { fields in
                Line(
                    text: try fields.textOrNil("text"), ids: try fields.ints("ids"),
                    decoded: try fields.text("decoded"))
            }
        }
    }

    /// The lines of cuts.jsonl of which another encoding was made here, and how many lines there are.
    static func cuts(_ folder: URL) throws -> (different: [String], count: Int) {
        let (tokenizer, file) = (try tokenizer(folder), folder.appendingPathComponent("cuts.jsonl"))
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
        let different = try lines.compactMap { line in
            try Json.parse(Data(line), what: "a line of \(file.path)").record(at: "line") { fields in
                let room = Room(
                    longest: try fields.int("longest"), keepsEnd: try fields.text("side") == "left")
                let asked = (text: try fields.text("text"), pair: try fields.textOrNil("pair"))
                let expected = Encoding(ids: try fields.ints("ids"), types: try fields.ints("types"))
                let found = try tokenizer.encode(asked.text, pair: asked.pair, room: room)
                return found == expected ? nil : "\(asked) in \(room): \(expected), here \(found)"
            }
        }
        return (different, lines.count)
    }

    static func differences(_ tokenizer: any Tokenizer, _ folder: URL) throws -> [String] {
        try lines(folder).compactMap { line in
            let found = try line.text.map(tokenizer.encode) ?? line.ids
            let said = tokenizer.decode(line.ids)
            if found == line.ids && said.utf8.elementsEqual(line.decoded.utf8) { return nil }
            return "\(line), here \(found), \"\(said)\""
        }
    }
}
