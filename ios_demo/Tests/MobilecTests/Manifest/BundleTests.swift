import Foundation
import XCTest

@testable import Mobilec

/// A small bundle as it is, and spoilt in every way that a download or a stranger could.
final class BundleTests: XCTestCase {
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = try temporaryFolder(self)
        let shipped = try Fixtures.iosBundle("translation")
        for name in ["manifest.json", "golden.json", "tokenizer.json", "card.md", "model.mlpackage"] {
            try FileManager.default.copyItem(
                at: shipped.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
    }

    private var manifest: URL { folder.appendingPathComponent("manifest.json") }

    private func change(_ old: String, _ new: String) throws {
        let text = try String(
            contentsOf: try Fixtures.iosBundle("translation").appendingPathComponent("manifest.json"),
            encoding: .utf8)
        let range = try XCTUnwrap(text.range(of: old), "the manifest has no \(old)")
        try text.replacingCharacters(in: range, with: new).write(
            to: manifest, atomically: true, encoding: .utf8)
    }

    private func refuses(_ words: String, file: StaticString = #filePath, line: UInt = #line) {
        assertRefused(words, file: file, line: line) { try Mobilec.Bundle(opening: folder) }
    }

    func testAWholeBundleOpens() throws {
        let bundle = try Mobilec.Bundle(opening: folder)
        let manifest = bundle.manifest
        XCTAssertEqual(manifest.task, BundleTask.translation)
        XCTAssertEqual(manifest.decoding?.settings.numBeams, 4)
        let states = try States(in: try manifest.program("coreml"), try XCTUnwrap(manifest.decoding))
        XCTAssertEqual([states.hypotheses, states.capacity], [4, 168])
        XCTAssertEqual(states.kept.map(\.name), ["key_0", "value_0", "key_1", "value_1"])
        XCTAssertEqual(Set(states.kept.map(\.shape)), [[32, 192, 32]])
        let file = try manifest.program("coreml")
        XCTAssertEqual(
            file.methods.filter { !$0.states.isEmpty }.map(\.name), ["decode_32", "decode_64", "decode_128"])
        XCTAssertEqual(bundle.url(of: file).lastPathComponent, "model.mlpackage")
        XCTAssertEqual(manifest.document["name"], .string(Utf8Text(manifest.name)))
        XCTAssertEqual(
            try bundle.tokenizer().count, manifest.texts.first { $0.role == "tokenizer" }?.sizeBytes)
        XCTAssertNil(try bundle.targetTokenizer())
        XCTAssertEqual(bundle.card?.lastPathComponent, "card.md")
        guard case .translator(let golden) = try bundle.golden else { return XCTFail("no translator") }
        XCTAssertEqual(golden.sentences.count, 32)
        XCTAssertEqual(try bundle.golden.sentences.count, 32)
        XCTAssertFalse(try bundle.golden.tolerance.isEmpty)
        XCTAssertEqual(golden.probes[0].logits[0].count, golden.vocabulary.count)
    }

    func testAFormatThatIsNotThereIsRefusedByThoseThatAre() throws {
        let manifest = try Manifest.read(in: folder)
        let formats = manifest.files.map(\.format).joined(separator: ", ")
        assertRefused("has no onnx program; it has \(formats)") { try manifest.program("onnx") }
    }

    func testAByteThatIsAnotherIsFoundOut() throws {
        let weights = folder.appendingPathComponent(
            "model.mlpackage/Data/com.apple.CoreML/weights/weight.bin")
        var bytes = try Data(contentsOf: weights)
        bytes[1000] &+= 1
        try bytes.write(to: weights)
        refuses("has the sha256")
    }

    func testAFileThatIsCutOrMissingOrMoreIsFoundOut() throws {
        let weights = folder.appendingPathComponent(
            "model.mlpackage/Data/com.apple.CoreML/weights/weight.bin")
        let whole = try Data(contentsOf: weights)
        try whole.dropLast().write(to: weights)
        refuses("bytes; the manifest says")
        try whole.write(to: weights)
        let more = folder.appendingPathComponent("model.mlpackage/other.bin")
        try Data().write(to: more)
        refuses("sha256")
        try FileManager.default.removeItem(at: folder.appendingPathComponent("model.mlpackage"))
        refuses("model.mlpackage is missing, though the manifest lists it")
    }

    func testALinkThatLeavesTheBundleIsNotFollowed() throws {
        let outside = try temporaryFolder(self).appendingPathComponent("golden.json")
        let golden = folder.appendingPathComponent("golden.json")
        try FileManager.default.moveItem(at: golden, to: outside)
        try FileManager.default.createSymbolicLink(at: golden, withDestinationURL: outside)
        // Before the model, which has its own bytes to be read.
        let text = try String(contentsOf: manifest, encoding: .utf8)
        XCTAssertTrue(text.contains("golden.json"))
        refuses("golden.json is a link that leaves the bundle; nothing was opened")
    }

    func testAPathThatLeavesTheBundleIsRefusedBeforeAnythingIsOpened() throws {
        for path in [
            "../model.pte", "/etc/passwd", "a/../../b", "c:model.pte", "", "a\\\\b", "a\\u0000b", "..",
        ] {
            try change("\"path\": \"model.mlpackage\"", "\"path\": \"\(path)\"")
            refuses("which leaves the bundle; nothing was opened")
        }
    }

    func testAnotherSchemaOrAnUnknownFieldOrABrokenDocumentIsRefused() throws {
        try change("\"schema\": 2,", "\"schema\": 3,")
        refuses("has schema 3; this app reads 1 and 2: export the bundle with the mobilec of this app")
        try change("\"schema\": 2,", "")
        refuses("has schema null")
        try change("\"schema\": 2,", "\"schema\": 2, \"colour\": \"red\",")
        refuses("[colour]")
        try change("\"unique_parameters\": ", "\"unique_parameters\": \"many\" , \"x\": ")
        refuses("unique_parameters")
        try Data("{".utf8).write(to: manifest)
        refuses("not JSON")
        try FileManager.default.removeItem(at: manifest)
        refuses("is not a bundle: it has no manifest.json")
    }

    func testSizesThatNoProgramHasAreRefused() throws {
        try change("\"hypotheses\": 4", "\"hypotheses\": 0")
        refuses("hypotheses is 0, which is no size")
        try change("\"early_stopping\": ", "\"early_stopping\": 7, \"x\": ")
        refuses("early_stopping is 7; it can be true, false or \"never\"")
        try change("\"max_length\": ", "\"max_length\": 1, \"x\": ")
        refuses("max_length 1 leaves no token after the start")
        try change("              32\n", "              -32\n")
        refuses("is from -32 to -32, which is no size")
    }

    func testATokenizerThatTheManifestDoesNotListIsRefused() throws {
        try change("\"tokenizer\": \"tokenizer.json\"", "\"tokenizer\": \"manifest.json\"")
        refuses("reads its text with \"manifest.json\", which it does not list")
    }

    func testAShortlistThatTheManifestDoesNotListIsRefused() throws {
        try change(
            "\"shortlist\": null",
            #""shortlist": {"path": "tokenizer.json", "method": "a", "rows": "b"}"#)
        refuses("searches by the shortlist \"tokenizer.json\", and lists none among its files")
    }

    func testAShortlistIsReadForTheWordsOfAProgram() throws {
        let file = try Manifest.read(in: folder).program("coreml")
        let entry = ShortlistEntry(path: "some.bin", method: "a", rows: "b")
        let words = try file.targetWords()
        let url = folder.appendingPathComponent("some.bin")
        try shortlist(words, [[0], [1], [7]]).write(to: url)
        let bundle = try Mobilec.Bundle(opening: folder)
        XCTAssertEqual(try bundle.wordLists(entry, file).allowed([1]), [1, 7])
        try shortlist(words + 1, [[0], [1], [7]]).write(to: url)
        assertRefused("target words, and the program has \(words)") { try bundle.wordLists(entry, file) }
    }

    func testABundleWithoutGoldensIsRefusedWhenTheyAreAskedFor() throws {
        try change("\"role\": \"golden\"", "\"role\": \"other\"")
        let bundle = try Mobilec.Bundle(opening: folder)
        assertRefused("lists no golden file, so nothing can be checked") { try bundle.golden }
        try FileManager.default.removeItem(at: folder.appendingPathComponent("tokenizer.json"))
        assertRefused("tokenizer.json cannot be read") { try bundle.tokenizer() }
    }
}
