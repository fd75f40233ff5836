import Foundation

/// A file as it is at a moment; one that was written since is another.
struct FileVersion: Hashable {
    let path: String
    private let number: Int
    private let sizeBytes: Int
    private let modified: Date

    /// Nil where that cannot be said, or where the file is so new that it may be written once more within
    /// what its clock tells apart.
    init?(of file: URL) {
        // Of the file itself, not of a link to it.
        let real = file.resolvingSymlinksInPath().path
        guard let found = try? FileManager.default.attributesOfItem(atPath: real),
            let number = found[.systemFileNumber] as? NSNumber, let size = found[.size] as? NSNumber,
            let modified = found[.modificationDate] as? Date, modified.timeIntervalSinceNow < -newest
        else { return nil }
        path = real
        self.number = number.intValue
        sizeBytes = size.intValue
        self.modified = modified
    }
}

/// Seconds: no file system of a phone or a computer has a coarser clock.
private let newest = 2.0

/// Digests of files by their versions, from any thread.
final class KnownDigests: @unchecked Sendable {
    // Mutex would say so to the compiler, and wants iOS 18.
    private let lock = NSLock()
    private var known: [String: (version: FileVersion, digest: Digest)] = [:]

    func digest(of version: FileVersion) -> Digest? {
        lock.withLock { known[version.path].flatMap { $0.version == version ? $0.digest : nil } }
    }

    func keep(_ digest: Digest, of version: FileVersion) {
        lock.withLock { known[version.path] = (version, digest) }
    }
}
