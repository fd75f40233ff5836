import Mobilec
import MobilecBenchmark
import MobilecCoreML
import MobilecExecuTorch
import MobilecScreens
import UIKit
import XCTest

/// For device farms: measures every bundle of the app on every engine that runs it, and leaves each run.json
/// among the results of the test. It is a test of the device: only what could not be measured fails.
final class BenchmarkOnDeviceTests: XCTestCase {
    private let engines: [any Engine] = [CoreMLEngine(caches: .cachesDirectory), ExecuTorchEngine()]

    private var home: Home {
        get throws {
            let resources = try XCTUnwrap(Foundation.Bundle.main.resourceURL)
            return Home(
                resources: resources, documents: .documentsDirectory, caches: .cachesDirectory)
        }
    }

    func testMeasuresEveryBundle() async throws {
        let home = try home
        let lost = Interruptions(of: UIApplication.willResignActiveNotification)
        let surroundings = AppleSurroundings(app: .of(.main), lost: lost) {
            Battery(percent: nil, plugged: nil)
        }
        let offers = offers(of: engines)
        var measured = 0
        for found in home.bundles.found().map({ $0.asked(of: offers) }) {
            let bundle = try Mobilec.Bundle(opening: found.folder)
            for engine in offers.filter({ obstacle(found, $0) == nil }).compactMap(\.engine) {
                let job = Job(bundle: bundle, engine: engine, fresh: measured == 0)
                let file = home.runs.appendingPathComponent("farm-\(found.name)-\(engine.name).json")
                let run = try await benchmark(job, surroundings, Silent(), to: file)
                keep(file)
                XCTAssertEqual(run.exitStatus, .done, run.error ?? "")
                XCTAssertEqual(run.goldens?.passed, true, "\(found.name) on \(engine.name)")
                measured += 1
            }
        }
        XCTAssertGreaterThan(measured, 0, "no bundle is in the app: mobilec bundle ... --app ios_demo")
    }

    private func keep(_ file: URL) {
        let attachment = XCTAttachment(contentsOfFile: file)
        attachment.lifetime = .keepAlways
        add(attachment)
    }
}

/// Nobody waits for it.
private struct Silent: Watcher {
    let cancelled = false

    func heard(_ progress: Progressed) {}
}
