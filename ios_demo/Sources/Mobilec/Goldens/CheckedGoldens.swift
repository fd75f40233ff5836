import Foundation

/// What goldens said on this device, kept so that each bundle is checked once for each version of an engine
/// and of the system.
public struct CheckedGoldens: Sendable {
    private let folder: URL

    /// `folder`: of its own, which the system may empty.
    public init(folder: URL) {
        self.folder = folder
    }

    /// Whether they passed, or nil where they were not checked yet.
    public func passed(_ manifestSha256: String, on engine: any Engine, system: String) -> Bool? {
        let said = try? String(contentsOf: file(manifestSha256, engine, system), encoding: .utf8)
        return said.map { $0 == right }
    }

    /// Where it cannot be kept they are checked again the next time.
    public func keep(_ goldens: Goldens, _ manifestSha256: String, on engine: any Engine, system: String) {
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data((goldens.passed ? right : wrong).utf8)
            .write(to: file(manifestSha256, engine, system), options: .atomic)
    }

    private func file(_ sha256: String, _ engine: any Engine, _ system: String) -> URL {
        let name = "\(sha256)-\(engine.name)-\(engine.version)-\(system)"
        // A system's version has its build in parentheses.
        return folder.appendingPathComponent(name.filter { $0.isLetter || $0.isNumber || ".-".contains($0) })
    }
}

private let right = "passed"
private let wrong = "failed"
