import Mobilec
import Foundation

/// Where the files of a bundle are.
public enum Origin: String, Sendable {
    /// Inside the app.
    case app
    /// In the app's Documents, where a computer or the Files app puts it.
    case documents
}

/// A bundle that was found by its manifest; its files are not checked yet. ``problem`` stands in place
/// of the ``manifest`` where that cannot be read.
/// ``obstacles``: why this device cannot run one of its programs, by the name of the engine.
public struct Found: Sendable, Equatable, Identifiable {
    public let origin: Origin
    public let folder: URL
    public let manifest: Manifest?
    public let problem: String?
    public private(set) var obstacles: [String: Obstacle] = [:]

    /// Reads the manifest of a folder.
    init(_ origin: Origin, _ folder: URL) {
        self.origin = origin
        self.folder = folder
        do {
            manifest = try Manifest.read(in: folder)
            problem = nil
        } catch {
            manifest = nil
            problem = (error as? Refused)?.message ?? "\(error)"
        }
    }

    public var name: String { folder.lastPathComponent }

    /// With what the engines say of its programs.
    public func asked(of offers: [Offer]) -> Found {
        var found = self
        for file in manifest?.files ?? [] {
            let engine = offers.first { $0.name == file.format }?.engine
            let url = folder.appendingPathComponent(file.path)
            found.obstacles[file.format] = engine?.obstacle(file, at: url)
        }
        return found
    }

    /// Tells bundles apart that have one folder name in two places.
    public var id: String { "\(origin.rawValue):\(name)" }

    /// What a person reads; a copied one is told from that of the app by its folder.
    public var title: String {
        switch origin {
        case .app: manifest?.name ?? name
        case .documents: "\(manifest?.name ?? name) (\(name))"
        }
    }
}
