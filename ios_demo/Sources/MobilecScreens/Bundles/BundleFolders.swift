import Mobilec
import Foundation

/// The folders in which bundles are: inside the app, and those that were copied beside it.
public struct BundleFolders: Sendable {
    private let app: URL
    private let documents: URL

    public init(app: URL, documents: URL) {
        self.app = app
        self.documents = documents
    }

    /// Every bundle with its manifest, or with why that cannot be read.
    public func found() -> [Found] {
        folders(in: app).map { Found(.app, $0) } + folders(in: documents).map { Found(.documents, $0) }
    }

    /// The model card of a bundle, nil where it came without one.
    public func card(of found: Found) throws -> String? {
        guard let path = found.manifest?.texts.first(where: { $0.role == "card" })?.path else { return nil }
        return try String(contentsOf: found.folder.appendingPathComponent(path), encoding: .utf8)
    }

    /// The bundle with a folder of that name. Where the app has one too, the one beside it is meant.
    public func named(_ name: String) throws -> Found {
        let all = found()
        guard let last = all.last(where: { $0.name == name }) else {
            let names = Set(all.map(\.name)).sorted()
            throw Refused(
                "no bundle \"\(name)\" is in this app or in \(documents.path); there are \(names)")
        }
        return last
    }

    /// A folder that is missing has none: a fresh app has nothing beside it.
    private func folders(in parent: URL) -> [URL] {
        let all = try? FileManager.default.contentsOfDirectory(
            at: parent, includingPropertiesForKeys: [.isDirectoryKey], options: [.skipsHiddenFiles])
        return (all ?? []).filter(\.hasDirectoryPath).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}
