import Foundation

/// sha256 in hex and bytes of a file, or of a folder: over each file's path and sha256, sorted.
public struct Digest: Sendable, Equatable {
    public let sha256: String
    public let sizeBytes: Int

    /// Of what a bundle lists, as exporters/bundle/digest.py computes it.
    public init(of url: URL) throws {
        self = try isFolder(url) ? Digest(folder: url) : Digest(file: url)
    }

    private init(sha256: String, sizeBytes: Int) {
        self.sha256 = sha256
        self.sizeBytes = sizeBytes
    }

    /// Hashed once in a process as long as it does not change.
    private init(file: URL) throws {
        let version = FileVersion(of: file)
        if let version, let known = knownDigests.digest(of: version) {
            self = known
            return
        }
        try self.init(reading: file)
        if let version, version == FileVersion(of: file) { knownDigests.keep(self, of: version) }
    }

    private init(reading file: URL) throws {
        guard let bytes = try? Data(contentsOf: file, options: .alwaysMapped) else {
            throw Refused("\(file.path) cannot be read; copy the bundle again")
        }
        var whole = FileHash()
        bytes.withUnsafeBytes { whole.update($0) }
        self.init(sha256: whole.hex(), sizeBytes: bytes.count)
    }

    private init(folder: URL) throws {
        var whole = FileHash()
        var total = 0
        for path in try files(of: folder) {
            let inner = try Digest(file: folder.appendingPathComponent(path))
            whole.update("\(path)\0\(inner.sha256)\n")
            total += inner.sizeBytes
        }
        self.init(sha256: whole.hex(), sizeBytes: total)
    }
}

private let knownDigests = KnownDigests()

/// The paths of all files below a folder, as Python sorts paths: part by part, by their bytes.
private func files(of folder: URL) throws -> [String] {
    guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else {
        throw Refused("\(folder.path) cannot be read; copy the bundle again")
    }
    let files = try paths.filter { path in
        let url = folder.appendingPathComponent(path)
        if try isLink(url) {
            throw Refused("\(url.path) is a link that leaves the bundle; nothing was opened")
        }
        return try !isFolder(url)
    }
    return files.map { $0.split(separator: "/") }
        .sorted { $0.lexicographicallyPrecedes($1) { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
        .map { $0.joined(separator: "/") }
}

private func isFolder(_ url: URL) throws -> Bool { try type(of: url) == .typeDirectory }

private func isLink(_ url: URL) throws -> Bool { try type(of: url) == .typeSymbolicLink }

/// Of what is there itself, and not of what a link leads to.
private func type(of url: URL) throws -> FileAttributeType? {
    guard let found = try? FileManager.default.attributesOfItem(atPath: url.path) else {
        throw Refused("\(url.path) cannot be read; copy the bundle again")
    }
    return found[.type] as? FileAttributeType
}
