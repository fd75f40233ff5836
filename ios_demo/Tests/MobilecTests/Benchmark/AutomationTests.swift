import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class AutomationTests: XCTestCase {
    /// Lines that were said.
    private final class Said: @unchecked Sendable {
        private let lock = NSLock()
        private var kept: [String] = []

        var lines: [String] { lock.withLock { kept } }

        func say(_ line: String) { lock.withLock { kept.append(line) } }
    }

    private let said = Said()

    private func automation(runs: URL, engines: [any Engine], on desk: Desk = Desk()) -> Automation {
        Automation(
            find: { name in
                guard name == "sentiment" else { throw Refused("no bundle \"\(name)\"\nis here") }
                return try Fixtures.bundle(name)
            },
            engines: engines, surroundings: desk, runs: runs, say: { [said] in said.say($0) })
    }

    private func engine() throws -> GoldenEngine {
        let folder = try Fixtures.bundle("sentiment")
        return try GoldenEngine(Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder)))
    }

    private func arguments(_ more: [String] = [], bundle: String = "sentiment", engine: String = "onnx")
        -> [String]
    {
        ["--benchmark", "--bundle", bundle, "--engine", engine, "--output", "run.json"]
            + ["--warmups", "0", "--runs", "2", "--seconds", "0"] + more
    }

    func testItMeasuresTellsHowFarItIsAndLeavesTheDocument() async throws {
        let runs = try temporaryFolder(self).appendingPathComponent("runs")
        let status = await automation(runs: runs, engines: [try engine()]).run(arguments(["--order", "7"]))
        XCTAssertEqual(status, .done)
        XCTAssertEqual(said.lines.first, "mobilec progress {\"done\":0,\"total\":20,\"what\":\"loading\"}")
        XCTAssertEqual(said.lines.last, "mobilec finished 0 run.json")
        XCTAssertTrue(said.lines.dropLast().allSatisfy { $0.hasPrefix("mobilec progress {") })
        let document = try Json.read(runs.appendingPathComponent("run.json"))
        XCTAssertEqual(document["runner"], "swift")
        XCTAssertEqual(document["session"]?["seed"], .integer(7))
        XCTAssertEqual(document["protocol"]?["runs"], .integer(2))
    }

    func testAWarmDeviceIsWaitedForAndThatIsWrittenDown() async throws {
        let runs = try temporaryFolder(self)
        let automation = automation(runs: runs, engines: [try engine()], on: Desk(heat: .light))
        _ = await automation.run(arguments(["--wait-cool", "0.05"]))
        XCTAssertEqual(said.lines.first, "mobilec progress {\"done\":0,\"total\":20,\"what\":\"cooling\"}")
        let conditions = try Json.read(runs.appendingPathComponent("run.json"))["conditions"]
        guard case .double(let waited) = conditions?["waited_seconds"] else {
            return XCTFail("\(conditions as Any)")
        }
        XCTAssertGreaterThanOrEqual(waited, 0.05)
    }

    func testARunThatFailsLeavesItsDocumentToo() async throws {
        let runs = try temporaryFolder(self)
        var broken = try engine()
        broken.spoil = { _ in throw Refused("the phone fell\ninto the water") }
        let status = await automation(runs: runs, engines: [broken]).run(arguments())
        XCTAssertEqual(status, .failed)
        XCTAssertEqual(
            said.lines.suffix(2),
            ["mobilec failed the phone fell into the water", "mobilec finished 1 run.json"])
        XCTAssertEqual(try Json.read(runs.appendingPathComponent("run.json"))["exit_status"], .integer(1))
    }

    func testWhatCannotBeStartedSaysWhyAndLeavesNothing() async throws {
        let runs = try temporaryFolder(self)
        let wrong: [([String], String)] = [
            (arguments(bundle: "other"), "failed no bundle \"other\" is here"),
            (
                arguments(engine: "executorch"),
                "failed no engine of this app is called \"executorch\"; there are onnx"
            ),
            (
                arguments(["--compute-units", "cpuOnly"]),
                "failed --compute-units is for coreml; onnx takes --threads"
            ),
            (arguments(["--threads", "none"]), "failed --threads wants a whole number"),
        ]
        for (arguments, words) in wrong {
            let automation = automation(runs: runs, engines: [try engine()])
            let status = await automation.run(arguments)
            XCTAssertEqual(status, .failed)
            XCTAssertEqual(said.lines.last, "mobilec finished 1 run.json")
            XCTAssertTrue(said.lines.dropLast().last?.contains(words) ?? false, "\(said.lines)")
        }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: runs.path), [])
    }
}
