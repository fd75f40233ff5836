import Mobilec
import Foundation

/// The folders of the app.
public struct Home: Sendable {
    public let bundles: BundleFolders
    /// Where every run.json is kept, for the Files app and for computers.
    public let runs: URL
    let checked: CheckedGoldens
    private let beside: URL

    /// `resources`: those inside the app; `documents`: what a person sees of the app's files; `caches`: what
    /// the system may empty.
    public init(resources: URL, documents: URL, caches: URL) {
        checked = CheckedGoldens(folder: caches.appendingPathComponent("checked"))
        bundles = BundleFolders(
            app: resources.appendingPathComponent("Bundles"),
            documents: documents.appendingPathComponent("bundles"))
        runs = documents.appendingPathComponent("runs")
        beside = documents.appendingPathComponent("bundles")
    }

    /// Makes the folder that bundles are copied into, so that the Files app shows it. Where that cannot be
    /// made nothing can be copied, and nothing else is lost.
    public func open() {
        try? FileManager.default.createDirectory(at: beside, withIntermediateDirectories: true)
    }
}
