import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class WorkloadTests: XCTestCase {
    private func golden(_ lengths: [Int]) -> Golden {
        let sentences = lengths.enumerated().map { at, length in
            ClassifierGolden.Sentence(
                text: "text \(at)", ids: Array(repeating: 1, count: length), logits: [], label: "", margin: 0)
        }
        return .classifier(ClassifierGolden(sentences: sentences, probes: [], tolerance: ["onnx": 0.25]))
    }

    func testThreeSentencesAreTimedByTheirTokensEqualOnesInTheirOrder() throws {
        let texts = try timedTexts(golden([7, 3, 9, 3, 9, 5]))
        XCTAssertEqual(texts.map(\.name), ["short", "middle", "longest"])
        // Sorted: 3 (1), 3 (3), 5 (5), 7 (0), 9 (2), 9 (4).
        XCTAssertEqual(texts.map(\.text), ["text 1", "text 0", "text 2"])
        XCTAssertEqual(try timedTexts(golden([4])).map(\.text), ["text 0", "text 0", "text 0"])
    }

    func testAGoldenThatChecksNothingIsRefused() {
        assertRefused("has no sentence, so nothing can be timed") { try timedTexts(golden([])) }
        assertRefused("has no tolerance for coreml") { try tolerance(golden([1]), of: "coreml") }
        XCTAssertEqual(try tolerance(golden([1]), of: "onnx"), 0.25)
    }

    func testAProgramRunsOnlyWhileItIsLoaded() throws {
        for name in ["sentiment", "translation"] {
            let folder = try Fixtures.bundle(name)
            let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
            let work = try workload(Job(bundle: bundle, engine: try GoldenEngine(bundle)))
            assertRefused("is not loaded") { try work.run("Hello.") }
            assertRefused("is not loaded") { try work.goldens() }
            work.close()
        }
    }

    func testFiguresOfQualityAreThoseOfTheFormat() throws {
        let listed = """
            {"quality": [
                {"format": "onnx", "metric": "bleu", "float_value": 24, "exported_value": 23.9,
                 "data": "dev", "rows": 527, "signature": ""},
                {"format": "coreml", "metric": "chrf", "float_value": 45.8, "exported_value": 45.7,
                 "data": "dev", "rows": 527, "signature": ""}]}
            """
        let folder = try Fixtures.bundle("sentiment")
        let document = try Json.parse(Data(listed.utf8), what: "manifest.json")
        let manifest = try Manifest.read(in: folder).with(document: document)
        XCTAssertEqual(
            try Metric.all(in: manifest, of: "coreml"),
            [Metric(metric: "chrf", floatValue: 45.8, exportedValue: 45.7, data: "dev", rows: 527)])
        XCTAssertEqual(try Metric.all(in: manifest, of: "executorch"), [])
        XCTAssertEqual(try Metric.all(in: manifest.with(document: .null), of: "coreml"), [])
        let wrong = try Json.parse(
            Data("{\"quality\": [{\"format\": \"coreml\"}]}".utf8), what: "manifest.json")
        assertRefused("quality[0] should be a text") {
            try Metric.all(in: manifest.with(document: wrong), of: "coreml")
        }
    }
}

extension Manifest {
    /// The same with other programs, or another document.
    func with(files: [ProgramFile]? = nil, document: Json? = nil) -> Manifest {
        Manifest(
            name: name, task: task, created: created, tool: tool, source: source, files: files ?? self.files,
            texts: texts, text: text, limits: limits, precision: precision, keptFloat: keptFloat,
            uniqueParameters: uniqueParameters, decoding: decoding, document: document ?? self.document)
    }
}
