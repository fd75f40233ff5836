import Mobilec
import Foundation
import XCTest

/// The message with which something is refused; a test fails where it is not.
func refusal<T>(
    file: StaticString = #filePath, line: UInt = #line, _ work: () throws -> T
) -> String {
    do {
        _ = try work()
        XCTFail("nothing was refused", file: file, line: line)
    } catch let refused as Refused {
        return refused.message
    } catch {
        XCTFail("\(error) is no refusal", file: file, line: line)
    }
    return ""
}

/// Fails where nothing is refused, or with other words.
func assertRefused<T>(
    _ words: String, file: StaticString = #filePath, line: UInt = #line, _ work: () throws -> T
) {
    let message = refusal(file: file, line: line, work)
    XCTAssertTrue(message.contains(words), "\"\(words)\" is not in: \(message)", file: file, line: line)
}

/// A folder of its own for a test, which goes with it.
func temporaryFolder(_ test: XCTestCase) throws -> URL {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("mobilec-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    test.addTeardownBlock { try? FileManager.default.removeItem(at: folder) }
    return folder
}

extension Tensor {
    /// float32 numbers.
    convenience init(floats: [Float], shape: [Int]) {
        self.init(.float32, shape: shape)
        for (at, number) in floats.enumerated() { self.floats[at] = number }
    }
}
