import Mobilec
import Foundation
import XCTest

@testable import MobilecScreens

/// An engine that opens nothing; what asks and measures is handed in beside it.
struct FakeEngine: Engine {
    let name: String
    var version = "1.0"
    var why: String?
    /// Of the system that it stands for.
    var system = 18
    var needs = 18

    var setting: EngineSetting { name == "coreml" ? .computeUnits : .threads }

    func unavailable() -> String? { why }

    func obstacle(_ file: ProgramFile, at url: URL) -> Obstacle? {
        needs > system ? .system(needed: needs, present: system) : nil
    }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        throw Refused("no program here")
    }
}

/// Folders of bundles that are made on the spot, and removed at the end.
final class FakeFolders {
    let app: URL
    let documents: URL
    private let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        app = root.appendingPathComponent("app")
        documents = root.appendingPathComponent("documents")
        try FileManager.default.createDirectory(at: app, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    var folders: BundleFolders { BundleFolders(app: app, documents: documents) }

    /// A manifest that can be read; the files that it lists are not there.
    @discardableResult
    func add(
        _ name: String, task: String = BundleTask.classification, formats: [String] = ["coreml"],
        beside: Bool = false, manifest: String? = nil, text more: String? = nil
    ) throws -> URL {
        let folder = (beside ? documents : app).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = manifest ?? manifestText(name: "\(name)-model", task: task, formats: formats, more)
        try text.write(to: folder.appendingPathComponent("manifest.json"), atomically: true, encoding: .utf8)
        return folder
    }
}

/// `more`: fields of `text` beside those of every classifier.
private func manifestText(name: String, task: String, formats: [String], _ more: String?) -> String {
    let files = formats.map { format in
        """
        {"path": "model.\(format)", "format": "\(format)", "runtime": "r", "runtime_version": "1",
         "precision": "int8", "size_bytes": 2500000, "sha256": "00", "methods": [], "stored_bytes": {"int8": 1},
         "int8_bytes": 1, "ideal_bytes": 1, "row_tables": [], "again": []}
        """
    }
    return """
        {"schema": 1, "name": "\(name)", "task": "\(task)", "created": "2026-11-21T20:01:49Z",
         "tool": {"version": "0.1.0", "commit": ""},
         "source": {"model": "m", "origin": "shipped", "architecture": "a", "family": "bert", "sha256": "00",
                    "licence": null},
         "compression": null,
         "files": [\(files.joined(separator: ","))],
         "texts": [{"path": "card.md", "role": "card", "size_bytes": 4, "sha256": "00"}],
         "text": {"tokenizer": "tokenizer.json", "labels": ["negative", "positive"], "pad_id": 0
                  \(more.map { ", \($0)" } ?? "")},
         "limits": {"shortest": 2, "longest": 128, "longest_target": null},
         "precision": {"asked": "int8", "kept_float": [], "why": null},
         "unique_parameters": 22713986, "decoding": null, "quality": [], "parity": [], "verified_on": []}
        """
}

/// A library over folders and engines, with what it found told to all.
@MainActor
func library(_ folders: FakeFolders, _ engines: [FakeEngine]) -> Library {
    Library(folders: folders.folders) { offers(of: engines) }
}

/// Waits until someone opens it; opened once, it stays open.
actor Gate {
    private var open = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func pass() async {
        if open { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func release() {
        open = true
        waiting.forEach { $0.resume() }
        waiting = []
    }
}
