import Foundation

/// A folder that holds what its manifest lists, checked.
public struct Bundle: Sendable {
    public let folder: URL
    public let manifest: Manifest

    /// Refuses a bundle with a file that is missing, differs, or lies outside its folder.
    public init(opening folder: URL) throws {
        let manifest = try Manifest.read(in: folder)
        let place = folder.appendingPathComponent(Manifest.fileName)
        try manifest.refuseContradictions(at: place.path)
        try refuseOutside(folder, place)
        try refuseUnlisted(folder, manifest)
        for file in manifest.listed { try refuseChanged(folder, file) }
        self.init(folder: folder, manifest: manifest)
    }

    /// What was checked before.
    init(folder: URL, manifest: Manifest) {
        self.folder = folder
        self.manifest = manifest
    }

    /// Of its manifest, which names the sha256 of every other file: two bundles with one are the same.
    public var manifestSha256: String {
        get throws { try Digest(of: folder.appendingPathComponent(Manifest.fileName)).sha256 }
    }

    /// Where a program lies.
    public func url(of file: ProgramFile) -> URL { folder.appendingPathComponent(file.path) }

    /// The goldens of a classifier or a translator.
    public var golden: Golden {
        get throws { try Golden.read(try text("golden")) }
    }

    /// The model card, where there is one.
    public var card: URL? { try? text("card") }

    /// tokenizer.json.
    public func tokenizer() throws -> Data { try contents(manifest.text.tokenizer) }

    /// The target's own, where there is one.
    public func targetTokenizer() throws -> Data? { try manifest.text.targetTokenizer.map(contents) }

    /// What `shortlist` of the manifest says, for the words of a program.
    func wordLists(_ shortlist: ShortlistEntry, _ file: ProgramFile) throws -> WordLists {
        try WordLists(try contents(shortlist.path), targetWords: try file.targetWords())
    }

    private func contents(_ path: String) throws -> Data {
        let url = folder.appendingPathComponent(path)
        guard let contents = try? Data(contentsOf: url, options: .mappedIfSafe) else {
            throw Refused("\(url.path) cannot be read; copy the bundle again")
        }
        return contents
    }

    private func text(_ role: String) throws -> URL {
        guard let file = manifest.texts.first(where: { $0.role == role }) else {
            throw Refused(
                "\(folder.lastPathComponent) lists no \(role) file, so nothing can be checked; export it again"
            )
        }
        return folder.appendingPathComponent(file.path)
    }
}

private func refuseUnlisted(_ folder: URL, _ manifest: Manifest) throws {
    guard let path = manifest.decoding?.shortlist?.path else { return }
    let listed = manifest.texts.filter { $0.role == "shortlist" }.map(\.path)
    guard listed.contains(path) else {
        let words = listed.isEmpty ? "none" : "[\(listed.joined(separator: ", "))]"
        throw Refused(
            "\(folder.path) searches by the shortlist \"\(path)\", and lists \(words) among its files; export "
                + "the bundle again")
    }
}

private func refuseOutside(_ folder: URL, _ url: URL) throws {
    let real = url.resolvingSymlinksInPath()
    guard real.pathComponents.starts(with: folder.resolvingSymlinksInPath().pathComponents) else {
        throw Refused("\(url.path) is a link that leaves the bundle; nothing was opened")
    }
}

private func refuseChanged(_ folder: URL, _ file: any ListedFile) throws {
    let url = folder.appendingPathComponent(file.path)
    guard FileManager.default.fileExists(atPath: url.path) else {
        throw Refused("\(url.path) is missing, though the manifest lists it; copy the bundle again")
    }
    try refuseOutside(folder, url)
    let inside = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    while let inner = inside?.nextObject() as? URL { try refuseOutside(folder, inner) }
    let found = try Digest(of: url.resolvingSymlinksInPath())
    guard found.sizeBytes == file.sizeBytes else {
        throw Refused(
            "\(url.path) has \(found.sizeBytes) bytes; the manifest says \(file.sizeBytes). Copy the bundle again"
        )
    }
    guard found.sha256 == file.sha256 else {
        throw Refused(
            "\(url.path) has the sha256 \(found.sha256); the manifest says \(file.sha256). Copy the bundle again"
        )
    }
}
