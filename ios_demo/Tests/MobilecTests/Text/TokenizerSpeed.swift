import Foundation
import XCTest

@testable import Mobilec

/// How many tokens a second, as Kotlin's class of this name measures it. A measurement and no test: it runs
/// where MOBILEC_SPEED names the file of the answer. Each pass has a tokenizer of its own, which remembers no
/// word yet. Times are of this thread on the processor: the machine may do other work.
final class TokenizerSpeed: XCTestCase {
    private static let passes = 8

    private struct Measured: Encodable {
        var tokens = 0
        var decodedTokens = 0
        var characters = 0
        var readMs: [Double] = []
        var encodeMs: [Double] = []
        var decodeMs: [Double] = []
    }

    func testMeasure() throws {
        guard let answer = ProcessInfo.processInfo.environment["MOBILEC_SPEED"] else {
            throw XCTSkip("set MOBILEC_SPEED to the file that is to hold the answer")
        }
        var measured: [String: Measured] = [:]
        for folder in try Recorded.folders() { measured[folder.lastPathComponent] = try measure(folder) }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        try encoder.encode(measured).write(to: URL(fileURLWithPath: answer))
    }

    private func measure(_ folder: URL) throws -> Measured {
        let file = try Data(contentsOf: folder.appendingPathComponent("tokenizer.json"))
        let lines = try Recorded.lines(folder)
        let texts = lines.compactMap(\.text)
        var found = Measured()
        found.decodedTokens = lines.reduce(0) { $0 + $1.ids.count }
        found.characters = texts.reduce(0) { $0 + $1.utf16.count }
        for _ in 0..<Self.passes {
            let started = processorMs()
            let tokenizer = try Tokenizers.read(json: file)
            let read = processorMs()
            found.tokens = try texts.reduce(0) { $0 + (try tokenizer.encode($1).count) }
            let encoded = processorMs()
            for line in lines { _ = tokenizer.decode(line.ids) }
            found.readMs.append(read - started)
            found.encodeMs.append(encoded - read)
            found.decodeMs.append(processorMs() - encoded)
        }
        return found
    }

    private func processorMs() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e3 + Double(now.tv_nsec) / 1e6
    }
}
