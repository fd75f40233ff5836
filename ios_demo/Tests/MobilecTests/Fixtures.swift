import Foundation

/// What Python recorded for all languages. A file that is missing is an error that names the command
/// which makes it, so that no test passes for want of its fixture.
enum Fixtures {
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()  // MobilecTests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()  // ios_demo
        .deletingLastPathComponent()

    /// A file of `tests/fixtures`.
    static func shared(_ name: String) throws -> URL {
        try existing(
            name, in: folder("MOBILEC_SHARED", "tests/fixtures"), madeBy: "git checkout tests/fixtures")
    }

    /// A file or folder of `build/fixtures`.
    static func made(_ path: String, by command: String) throws -> URL {
        try existing(path, in: folder("MOBILEC_FIXTURES", "build/fixtures"), madeBy: command)
    }

    /// A tokenizer and its lines.
    static func tokenizer(_ name: String) throws -> URL {
        try made(
            "tokenizers/\(name)", by: "python -m tests.fixtures.tokenizers build/fixtures/tokenizers")
    }

    /// A shipped bundle: `translation` or `sentiment`.
    static func bundle(_ name: String) throws -> URL {
        try existing(name, in: folder("MOBILEC_BUNDLES", "build/phone"), madeBy: "make phone-bundles")
    }

    /// A shipped bundle for iOS: `translation` or `sentiment`, as a Core ML package.
    static func iosBundle(_ name: String) throws -> URL {
        try existing(name, in: folder("MOBILEC_IOS_BUNDLES", "build/ios"), madeBy: "make ios-bundles")
    }

    /// The calls of a shipped program, such as `translation.coreml`.
    static func recorded(_ name: String) throws -> URL {
        try made("recorded/\(name)", by: "python -m tests.fixtures.recorded build/fixtures/recorded")
    }

    private static func folder(_ variable: String, _ path: String) -> URL {
        guard let named = ProcessInfo.processInfo.environment[variable] else {
            return repository.appendingPathComponent(path)
        }
        return URL(fileURLWithPath: named)
    }

    private static func existing(_ path: String, in folder: URL, madeBy command: String) throws -> URL {
        let found = folder.appendingPathComponent(path)
        guard FileManager.default.fileExists(atPath: found.path) else {
            throw Missing(description: "\(found.path) is not there: \(command)")
        }
        return found
    }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }
}
