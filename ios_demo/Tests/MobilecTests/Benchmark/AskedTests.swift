import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class AskedTests: XCTestCase {
    private let least = [
        "--benchmark", "--bundle", "translation", "--engine", "coreml", "--output", "a.json",
    ]

    func testWhatIsMissingHasTheValueOfTheProtocol() throws {
        let asked = try Asked(arguments: least)
        XCTAssertEqual(asked.bundle, "translation")
        XCTAssertEqual(asked.engine, "coreml")
        XCTAssertEqual(asked.options, EngineOptions())
        XCTAssertEqual(asked.effort, Effort())
        XCTAssertEqual(asked.seed, 0)
        XCTAssertEqual(asked.waitCoolSeconds, 0)
        XCTAssertEqual(asked.output, "a.json")
    }

    func testEveryOptionIsRead() throws {
        let more = [
            "--threads", "2", "--warmups", "0", "--runs", "7", "--seconds", "2.5", "--sustained", "10",
            "--order",
            "-3", "--compute-units", "cpuAndNeuralEngine", "--wait-cool", "900",
            "-AppleLanguages", "(de)",
        ]
        let asked = try Asked(arguments: least + more)
        XCTAssertEqual(asked.options, EngineOptions(threads: 2, computeUnits: .cpuAndNeuralEngine))
        XCTAssertEqual(asked.effort, Effort(warmups: 0, runs: 7, seconds: 2.5, sustainedMinutes: 10))
        XCTAssertEqual(asked.seed, -3)
        XCTAssertEqual(asked.waitCoolSeconds, 900)
    }

    func testWhatCannotBeReadIsRefused() {
        let wrong: [([String], String)] = [
            (["--benchmark"], "--bundle is missing"),
            (least + ["--fast", "1"], "there is no option --fast; there are --bundle"),
            (least + ["--threads"], "--threads stands without a value"),
            (least + ["--threads", "0"], "--threads wants a whole number of 1 or more, and got \"0\""),
            (least + ["--runs", "many"], "--runs wants a whole number"),
            (least + ["--order", "x"], "--order wants a whole number, and got"),
            (least + ["--seconds", "-1"], "--seconds wants a number of 0 or more"),
            (least + ["--seconds", "nan"], "--seconds wants a number of 0 or more"),
            (least + ["--compute-units", "gpu"], "there are all, cpuOnly, cpuAndGPU, cpuAndNeuralEngine"),
            (least + ["--output", "../run.json"], "no plain name"),
            (least + ["--output", ".hidden"], "no plain name"),
            (least + ["--output", ""], "no plain name"),
            (least + ["--bundle", "../../other"], "no name of a folder"),
            (least + ["--bundle", ".."], "no name of a folder"),
        ]
        for (arguments, words) in wrong { assertRefused(words) { try Asked(arguments: arguments) } }
    }

    func testOnlyTheModeMakesAnAppMeasure() {
        XCTAssertTrue(Asked.wanted(in: least))
        XCTAssertFalse(Asked.wanted(in: ["-AppleLanguages", "(de)"]))
    }

    func testTheOutputIsKnownAlsoWhereTheRestIsWrong() {
        XCTAssertEqual(Asked.output(of: ["--output", "run.json", "--threads"]), "run.json")
        XCTAssertEqual(Asked.output(of: ["--output", "a/b"]), "-")
        XCTAssertEqual(Asked.output(of: ["--output"]), "-")
        XCTAssertEqual(Asked.output(of: []), "-")
    }
}
