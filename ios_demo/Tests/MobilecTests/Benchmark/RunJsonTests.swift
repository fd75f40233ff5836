import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class RunJsonTests: XCTestCase {
    /// What Linux alone counts, and is absent elsewhere.
    private static let ofOthers: Set = [
        "rollup", "core_kinds", "clocks", "counted", "browser", "provider", "batch", "warmed",
    ]

    /// The rest of the schema is held by a test of Python's, which has a library for it.
    func testEveryObjectHasTheFieldsOfTheSchemaAndNoOther() throws {
        let schema = try Json.read(
            try Fixtures.shared("../../mobilec/benchmarking/run.schema.json").standardizedFileURL)
        let run = sampleRun().json
        let measured = run["measured"]
        let sentence = first(measured?["sentences"])
        let parts: [(String, Json?)] = [
            ("session", run["session"]), ("app", run["app"]), ("device", run["device"]),
            ("conditions", run["conditions"]), ("condition", run["conditions"]?["start"]),
            ("variant", run["variant"]), ("protocol", run["protocol"]), ("goldens", run["goldens"]),
            ("measured", measured), ("load", measured?["load"]), ("sentence", sentence),
            ("series", sentence?["total_ms"]), ("statistics", sentence?["total_ms"]?["statistics"]),
            ("memory", measured?["memory"]), ("minute", first(measured?["sustained"])),
        ]
        XCTAssertEqual(names(run), names(schema["properties"]).subtracting(Self.ofOthers))
        for (name, part) in parts {
            let expected = names(schema["$defs"]?[name]?["properties"]).subtracting(Self.ofOthers)
            XCTAssertEqual(names(part), expected, name)
        }
    }

    func testARunThatMeasuredNothingSaysSo() throws {
        let document = sampleRun().changed {
            $0.measured = nil
            $0.goldens = nil
            $0.exitStatus = .failed
            $0.error = "no memory"
        }.json
        XCTAssertEqual(document["measured"], .null)
        XCTAssertEqual(document["error"], "no memory")
        XCTAssertEqual(document["valid"], .bool(false))
        XCTAssertEqual(first(document["reasons"])?["code"], "failed")
    }

    func testTheFileIsThereWholeOrNotAtAll() throws {
        let folder = try temporaryFolder(self)
        let file = folder.appendingPathComponent("runs/run.json")
        try sampleRun().write(to: file)
        try sampleRun().write(to: file)
        XCTAssertEqual(try Json.read(file), sampleRun().json)
        XCTAssertEqual(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/runs"), ["run.json"])
    }

    func testWhereItCannotBeWrittenNothingIsLeft() throws {
        let taken = try temporaryFolder(self).appendingPathComponent("run.json")
        try FileManager.default.createDirectory(
            at: taken.appendingPathComponent("inside"), withIntermediateDirectories: true)
        assertRefused("could not be written") { try sampleRun().write(to: taken) }
        XCTAssertEqual(
            try FileManager.default.contentsOfDirectory(atPath: taken.deletingLastPathComponent().path),
            ["run.json"])
    }

    private func names(_ json: Json?) -> Set<String> {
        guard case .object(let object)? = json else { return [] }
        return Set(object.entries.map(\.key.string))
    }

    private func first(_ json: Json?) -> Json? {
        guard case .array(let items)? = json else { return nil }
        return items.first
    }
}
