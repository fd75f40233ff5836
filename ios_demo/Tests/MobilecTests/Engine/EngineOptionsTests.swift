import XCTest

@testable import Mobilec

final class EngineOptionsTests: XCTestCase {
    private struct Told: Engine {
        let name: String
        let version = "1"
        let setting: EngineSetting

        func unavailable() -> String? { nil }

        func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
            throw Refused("opened with \(options.threads) threads on \(options.computeUnits.rawValue)")
        }
    }

    private let threaded = Told(name: "executorch", setting: .threads)
    private let choosing = Told(name: "coreml", setting: .computeUnits)

    func testEachEngineIsToldWhatItTakes() {
        XCTAssertEqual(
            threaded.options(threads: [1, 4], units: [.cpuOnly]),
            [EngineOptions(threads: 1), EngineOptions(threads: 4)])
        XCTAssertEqual(
            choosing.options(threads: [1, 4], units: [.all, .cpuOnly]),
            [EngineOptions(), EngineOptions(computeUnits: .cpuOnly)])
    }

    func testWhatIsUsualIsTakenByTheEngineThatItIsFor() throws {
        for engine in [threaded, choosing] {
            XCTAssertNoThrow(try engine.refuseUnfit(engine.usualOptions))
        }
        XCTAssertEqual(choosing.usualOptions, EngineOptions())
        XCTAssertTrue(1...2 ~= threaded.usualOptions.threads)
    }

    func testThreadsAreRefusedByWhatChoosesThem() throws {
        let folder = try Fixtures.iosBundle("sentiment")
        let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
        assertRefused("2 threads were asked for; coreml chooses how many it uses: ask for 1") {
            try loaded(bundle, choosing, EngineOptions(threads: 2))
        }
        assertRefused("opened with 1 threads on all") { try loaded(bundle, choosing, choosing.usualOptions) }
        assertRefused("0 threads were asked for") { try loaded(bundle, threaded, EngineOptions(threads: 0)) }
    }
}
