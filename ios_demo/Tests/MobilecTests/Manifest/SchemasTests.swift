import Foundation
import XCTest

@testable import Mobilec

/// The manifest of one translator in each schema that is read, as Python wrote it.
final class SchemasTests: XCTestCase {
    private func document(_ schema: Int) throws -> String {
        try String(contentsOf: try Fixtures.shared("manifests/schema-\(schema).json"), encoding: .utf8)
    }

    private func read(_ text: String) throws -> Manifest {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(Manifest.fileName)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return try Manifest.read(in: folder)
    }

    func testTheSizesOfSchema1MeanTheStatesOfSchema2() throws {
        let decoding = try XCTUnwrap(try read(try document(2)).decoding)
        XCTAssertEqual(try read(try document(1)).decoding, decoding)
        XCTAssertEqual(decoding.source, ["cross_key_0", "cross_value_0"])
        let states = ["key_0", "value_0"].map { StateEntry(name: $0, new: "new_\($0)", update: .append) }
        XCTAssertEqual(decoding.states, states)
    }

    func testEveryFileHasTheStatesEachWithItsOwnShape() throws {
        for schema in Manifest.schemas {
            let manifest = try read(try document(schema))
            let decoding = try XCTUnwrap(manifest.decoding)
            for (format, shape) in ["executorch": [8, 11, 16], "coreml": [8, 32, 32]] {
                let states = try States(in: try manifest.program(format), decoding)
                XCTAssertEqual([states.hypotheses, states.capacity], [2, 11])
                XCTAssertEqual(states.kept.map(\.shape), [shape, shape])
            }
        }
    }

    func testWhatAFileDoesNotKeepIsRefused() throws {
        let manifest = try read(try document(2))
        let (file, right) = (try manifest.program("executorch"), try XCTUnwrap(manifest.decoding))
        func refused(_ hypotheses: Int, _ capacity: Int, _ name: String) {
            let wrong = Decoding(
                settings: right.settings, hypotheses: hypotheses, capacity: capacity, source: right.source,
                states: [StateEntry(name: name, new: "new_\(name)", update: .append)])
            assertRefused("should keep \(name) for \(hypotheses) hypotheses of \(capacity) tokens") {
                try States(in: file, wrong)
            }
        }
        refused(2, 11, "cell")
        refused(3, 11, "key_0")
        refused(2, 12, "key_0")
    }

    func testAShortlistIsSearchedByWhereAFileHasItsMethods() throws {
        let decoding = try XCTUnwrap(try read(try document(2)).decoding)
        XCTAssertNil(decoding.shortlist)
        func with(_ shortlist: String) throws -> Manifest {
            let text = try document(2)
            let range = try XCTUnwrap(text.range(of: "\"shortlist\": null"))
            return try read(
                text.replacingCharacters(in: range, with: "\"shortlist\": \(shortlist)"))
        }
        XCTAssertEqual(try with("null").decoding, decoding)
        let manifest = try with(#"{"path": "some.bin", "method": "hidden", "rows": "output_rows"}"#)
        let listed = try XCTUnwrap(manifest.decoding)
        XCTAssertEqual(
            listed.shortlist, ShortlistEntry(path: "some.bin", method: "hidden", rows: "output_rows"))
        assertRefused("shortlist has no \"rows\"") { try with(#"{"path": "some.bin", "method": "hidden"}"#) }
        let file = try manifest.program("executorch")
        XCTAssertEqual(listed.step(file), "decode")
        func more(_ names: [String]) -> ProgramFile {
            let added = names.map { MethodEntry(name: $0, inputs: [], outputs: []) }
            return described(file.methods + added)
        }
        XCTAssertEqual(listed.later(file), [])
        XCTAssertEqual(listed.step(more(["hidden", "output_rows"])), "hidden")
        XCTAssertEqual(listed.later(more(["hidden", "output_rows"])), ["decode"])
        XCTAssertEqual(listed.step(more(["hidden"])), "decode")
    }

    func testAFileSaysHowManyWordsItsStepsScoreOrIsRefused() throws {
        let file = try read(try document(2)).program("executorch")
        let logits = file.methods.filter(\.isStep).flatMap(\.outputs).first { $0.name == "logits" }
        XCTAssertEqual(try file.targetWords(), logits?.shape.last?.maximum)
        let empty = TensorEntry(name: "logits", dtype: "float32", shape: [])
        for outputs in [[], [empty]] {
            let decode = MethodEntry(name: "decode", inputs: [], outputs: outputs)
            assertRefused("has no step with logits of words") { try described([decode]).targetWords() }
        }
    }

    private func described(_ methods: [MethodEntry]) -> ProgramFile {
        ProgramFile(
            path: "model.pte", format: "executorch", runtime: "executorch", runtimeVersion: "1",
            precision: "int8", sizeBytes: 0, sha256: "", methods: methods)
    }

    func testANewerSchemaAndAnUnknownRuleAreRefused() throws {
        let text = try document(2)
        let newer = text.replacingOccurrences(of: "\"schema\": 2", with: "\"schema\": 3")
        assertRefused("has schema 3; this app reads 1 and 2") { try read(newer) }
        let other = text.replacingOccurrences(of: "\"append\"", with: "\"add\"")
        assertRefused("states[0].update is \"add\"; this app knows") { try read(other) }
    }
}
