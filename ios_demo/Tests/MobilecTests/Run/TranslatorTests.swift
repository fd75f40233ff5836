import Foundation
import XCTest

@testable import Mobilec

/// Which methods of a program a translator calls, with a shortlist and without.
final class TranslatorTests: XCTestCase {
    private let entry = #"{"path": "some.bin", "method": "hidden", "rows": "output_rows"}"#
    private let around = #"""
        {"name": "hidden", "inputs": [], "outputs": [
        {"name": "hidden", "dtype": "float32", "shape": [2, 64]},
        {"name": "new_key_0", "dtype": "float32", "shape": [8, 1, 16]},
        {"name": "new_value_0", "dtype": "float32", "shape": [8, 1, 16]}]},
        {"name": "output_rows", "inputs": [{"name": "words", "dtype": "int64", "shape": [4]}],
        "outputs": [{"name": "output_rows", "dtype": "float32", "shape": [4, 64]}]},
        """#

    /// The score of each word is its number; all else is zero.
    private final class Numbers: Program {
        private let file: ProgramFile
        private(set) var called: [String] = []

        init(_ file: ProgramFile) {
            self.file = file
        }

        func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
            called.append(method)
            let entries = try XCTUnwrap(file.methods.first { $0.name == method }).outputs
            let outputs = Dictionary(
                uniqueKeysWithValues: entries.map {
                    ($0.name, Tensor(.float32, shape: $0.shape.map(\.minimum)))
                })
            for row in 0..<2 { outputs["hidden"]?.floats[row * 64] = 1 }
            for at in 0..<4 {
                guard let rows = outputs["output_rows"], let words = inputs["words"] else { break }
                rows.floats[at * 64] = Float(words.longs[at])
            }
            for at in 0..<1000 { outputs["logits"]?.floats[at] = Float(at % 500) }
            return outputs
        }

        func close() {}
    }

    private struct Nothing: Tokenizer {
        func encode(_ text: String) -> [Int] { [] }

        func encode(_ text: String, pair: String?, room: Room) throws -> Encoding {
            throw Refused("nothing is read here")
        }

        func decode(_ ids: [Int]) -> String { "" }
    }

    /// Words 0 to 4 by each source word, and 7 for every sentence. `around`: the file has its methods.
    private func opened(shortlist entry: String, around: Bool) throws -> (Numbers, Translator) {
        var text = try String(
            contentsOf: try Fixtures.shared("manifests/schema-2.json"), encoding: .utf8)
        func insert(_ words: String, behind place: String) throws {
            let range = try XCTUnwrap(text.range(of: place))
            text.insert(contentsOf: words, at: range.upperBound)
        }
        let none = try XCTUnwrap(text.range(of: "\"shortlist\": null"))
        text.replaceSubrange(none, with: "\"shortlist\": \(entry)")
        if around { try insert(self.around, behind: "\"methods\": [") }
        let folder = try temporaryFolder(self)
        let manifest = folder.appendingPathComponent(Manifest.fileName)
        try text.write(to: manifest, atomically: true, encoding: .utf8)
        try shortlist(500, Array(repeating: Array(0...4), count: 3) + [[7]])
            .write(to: folder.appendingPathComponent("some.bin"))
        let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
        let program = Numbers(try bundle.manifest.program("executorch"))
        let words = Words(source: Nothing(), target: Nothing(), entry: bundle.manifest.text) { line, _ in
            [line]
        }
        return (program, try Translator(bundle, format: "executorch", program: program, words: words))
    }

    /// The start, the likeliest word to the limit, and the end that is forced there.
    private func said(_ word: Int) -> [Int] { [499] + Array(repeating: word, count: 10) + [0] }

    func testASearchByRowsNeverCallsWhatScoresEveryWord() throws {
        let (program, translator) = try opened(shortlist: entry, around: true)
        let greedy = translator.settings.with(beams: 1)
        XCTAssertEqual(try translator.tokens([1], greedy), said(7))
        let hidden = Array(repeating: "hidden", count: 11)
        XCTAssertEqual(program.called, ["encode", "output_rows", "output_rows"] + hidden)
        XCTAssertEqual(translator.step, "hidden")
        try XCTUnwrap(translator.shortlisted).more = [300]
        XCTAssertEqual(try translator.tokens([1], greedy), said(300))
    }

    func testChecksThatForceTokensSeeEveryWord() throws {
        for around in [false, true] {
            let (program, translator) = try opened(shortlist: entry, around: around)
            try translator.model.encode([1])
            let row = try translator.model.step([499], position: 0).row(0)
            XCTAssertEqual(Array(row), (0..<500).map(Float.init))
            XCTAssertEqual(program.called, ["encode", "decode"])
        }
    }

    func testAProgramWithoutTheMethodsHasTheScoresOfOtherWordsLeftOut() throws {
        let (program, translator) = try opened(shortlist: entry, around: false)
        XCTAssertEqual(try translator.tokens([1], translator.settings.with(beams: 1)), said(7))
        XCTAssertEqual(Set(program.called), ["encode", "decode"])
        XCTAssertEqual(translator.step, "decode")
    }

    func testWithoutAShortlistEveryWordMayCome() throws {
        let (_, translator) = try opened(shortlist: "null", around: true)
        XCTAssertNil(translator.shortlisted)
        XCTAssertEqual(try translator.tokens([1], translator.settings.with(beams: 1)), said(499))
        XCTAssertEqual(translator.step, "decode")
    }
}
