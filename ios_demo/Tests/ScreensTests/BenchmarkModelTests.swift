import Mobilec
import MobilecBenchmark
import XCTest

@testable import MobilecScreens

@MainActor
final class BenchmarkModelTests: XCTestCase {
    private actor Measured {
        private(set) var orders: [Order] = []

        func add(_ order: Order) { orders.append(order) }
    }

    private func model(
        _ folders: FakeFolders, _ measure: @escaping BenchmarkModel.Measure
    ) async -> BenchmarkModel {
        let library = library(folders, [FakeEngine(name: "coreml"), FakeEngine(name: "executorch")])
        let model = BenchmarkModel(library: library, measure: measure)
        await library.look()
        return model
    }

    private func twoBundles() throws -> FakeFolders {
        let folders = try FakeFolders()
        try folders.add("a", formats: ["coreml", "executorch"])
        try folders.add("b", formats: ["coreml"])
        try folders.add("broken", manifest: "{}")
        return folders
    }

    func testAllThatCanBeReadIsTickedFirst() async throws {
        let model = await model(try twoBundles()) { _, _ in throw Refused("not asked") }
        let state = model.held.state
        XCTAssertEqual(state.bundles?.map(\.name), ["a", "b"])
        XCTAssertEqual(state.chosen, ["app:a", "app:b"])
        XCTAssertEqual(state.engines, ["coreml", "executorch"])
        XCTAssertEqual(state.candidates.count, 3)
        XCTAssertEqual(
            state.leftOut, [.filled(.noProgram, ["b-model", "ExecuTorch"])])
    }

    func testWhatThisSystemCannotRunIsLeftOutAndSaid() async throws {
        let folders = try FakeFolders()
        try folders.add("a", formats: ["coreml", "executorch"])
        let library = library(
            folders, [FakeEngine(name: "coreml", system: 17), FakeEngine(name: "executorch")])
        let model = BenchmarkModel(library: library) { _, _ in throw Refused("not asked") }
        await library.look()
        XCTAssertEqual(model.held.state.candidates.map(\.offer.name), ["executorch"])
        XCTAssertEqual(
            model.held.state.leftOut, [.filled(.needsSystem, ["a-model", "Core ML", "18", "17"])])
    }

    func testThreadsAreForOneEngineAndUnitsForTheOther() async throws {
        let model = await model(try twoBundles()) { _, _ in throw Refused("not asked") }
        model.tick(bundle: "app:b", false)
        model.tick(threads: 4, true)
        model.tick(units: .cpuOnly, true)
        let options = model.held.state.candidates.map(\.options)
        XCTAssertEqual(
            options,
            [
                EngineOptions(computeUnits: .all), EngineOptions(computeUnits: .cpuOnly),
                EngineOptions(threads: 1), EngineOptions(threads: 4),
            ])
        XCTAssertEqual(
            model.held.state.candidates.map(\.loadedAs),
            [
                [.words("Core ML"), .phrase(.unitsAll)], [.words("Core ML"), .phrase(.unitsCpu)],
                [.words("ExecuTorch"), .counted(.threads, 1)],
                [.words("ExecuTorch"), .counted(.threads, 4)],
            ])
        XCTAssertTrue(model.held.state.asksForThreads && model.held.state.asksForUnits)
        model.tick(engine: "coreml", false)
        XCTAssertFalse(model.held.state.asksForUnits)
        XCTAssertEqual(model.held.state.candidates.count, 2)
    }

    func testNothingTickedIsRefusedInWords() async throws {
        let model = await model(try twoBundles()) { _, _ in throw Refused("not asked") }
        model.tick(engine: "coreml", false)
        model.tick(engine: "executorch", false)
        model.start()
        XCTAssertEqual(
            model.held.state.problem,
            Problem(title: .problemRefused, detail: .phrase(.benchNothing), advice: .adviceBench))
        XCTAssertNil(model.held.state.running)
    }

    func testEachIsMeasuredOnceInOneSession() async throws {
        let measured = Measured()
        let model = await model(try twoBundles()) { order, _ in
            await measured.add(order)
            throw Refused("measured")
        }
        model.choose(.sustained)
        model.start()
        model.start()
        await model.settled()
        let orders = await measured.orders
        XCTAssertEqual(orders.count, 3)
        XCTAssertEqual(Set(orders.map(\.session.id)).count, 1)
        XCTAssertEqual(orders.map(\.session.index), [[0], [1], [2]])
        XCTAssertEqual(Set(orders.map(\.output)).count, 3)
        XCTAssertEqual(orders[0].effort.sustainedMinutes, 10)
        XCTAssertEqual(model.held.state.problem?.detail, .words("measured"))
        XCTAssertNil(model.held.state.running)
    }

    func testCancelStopsTheOneThatRunsAndThoseBehindIt() async throws {
        let measured = Measured()
        let gate = Gate()
        let model = await model(try twoBundles()) { order, watcher in
            await measured.add(order)
            await gate.pass()
            throw Refused(watcher.cancelled ? "stopped" : "ran on")
        }
        model.start()
        while await measured.orders.isEmpty { await Task.yield() }
        XCTAssertEqual(model.held.state.running?.position, .filled(.benchPosition, ["1", "3"]))
        model.cancel()
        XCTAssertEqual(model.held.state.running?.doing, .benchCancelling)
        await gate.release()
        await model.settled()
        let count = await measured.orders.count
        XCTAssertEqual(count, 1)
        XCTAssertEqual(model.held.state.problem?.detail, .words("stopped"))
    }

    func testProgressIsShown() async throws {
        let model = await model(try twoBundles()) { _, watcher in
            watcher.heard(Progressed(step: .goldens, share: 0.5))
            try await Task.sleep(for: .seconds(600))
            throw Refused("not reached")
        }
        model.start()
        while model.held.state.running?.progress == nil { await Task.yield() }
        XCTAssertEqual(model.held.state.running?.doing, .benchGoldens)
        XCTAssertEqual(model.held.state.running?.progress?.share, 0.5)
    }
}
