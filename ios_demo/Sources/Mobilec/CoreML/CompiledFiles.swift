import Foundation

/// Programs that were compiled on this device, each under a name that says what it was compiled from.
///
/// A compiled program gets its name when all of it is there, with a list of its files and their sizes.
/// One that differs from its list is damaged, and is not given out again.
public struct CompiledFiles: Sendable {
    private static let program = "program.mlmodelc"
    private static let list = "files.txt"

    private let folder: URL
    private let system: String

    /// `system`: the version of what compiles. What another one made is of no use, and removed when the
    /// first program of this one is kept.
    public init(folder: URL, system: String) {
        self.folder = folder
        self.system = system
    }

    /// The whole program of that name, or nil.
    public func kept(_ name: String) -> URL? {
        let program = entry(name).appendingPathComponent(Self.program)
        let list = try? String(contentsOf: entry(name).appendingPathComponent(Self.list), encoding: .utf8)
        guard let list, let found = try? contents(of: program), found == list else { return nil }
        return program
    }

    /// Moves a compiled program under a name, in the place of what may have had it.
    public func keep(_ compiled: URL, as name: String) throws -> URL {
        let files = FileManager.default
        let unfinished = entry(".\(name).\(UUID().uuidString)")
        removeOtherSystems()
        do {
            try files.createDirectory(at: unfinished, withIntermediateDirectories: true)
            try files.moveItem(at: compiled, to: unfinished.appendingPathComponent(Self.program))
            let list = try contents(of: unfinished.appendingPathComponent(Self.program))
            try list.write(
                to: unfinished.appendingPathComponent(Self.list), atomically: true, encoding: .utf8)
            forget(name)
            try files.moveItem(at: unfinished, to: entry(name))
        } catch {
            try? files.removeItem(at: unfinished)
            throw Refused(
                "the compiled program could not be kept in \(folder.path) (\(error.localizedDescription)); "
                    + "free some storage")
        }
        return entry(name).appendingPathComponent(Self.program)
    }

    /// Whether the program of that name was loaded before in a way, such as on some compute units.
    public func wasLoaded(_ name: String, _ way: String) -> Bool {
        FileManager.default.fileExists(atPath: mark(name, way).path)
    }

    /// Notes that it was. Where that cannot be written it is found out again by the next load.
    public func noteLoaded(_ name: String, _ way: String) {
        try? Data().write(to: mark(name, way))
    }

    private func mark(_ name: String, _ way: String) -> URL {
        entry(name).appendingPathComponent("loaded-\(way)")
    }

    /// Throws a program away, so that it is compiled anew.
    public func forget(_ name: String) {
        try? FileManager.default.removeItem(at: entry(name))
    }

    private func entry(_ name: String) -> URL {
        folder.appendingPathComponent(system).appendingPathComponent(name)
    }

    private func removeOtherSystems() {
        let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for other in found ?? [] where other.lastPathComponent != system {
            try? FileManager.default.removeItem(at: other)
        }
    }

    /// A line for each file, sorted: its bytes and its path.
    private func contents(of program: URL) throws -> String {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: program.path).sorted()
        return try paths.map { path in
            let file = program.appendingPathComponent(path).path
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
            let size = isFolder ? 0 : (attributes[.size] as? NSNumber)?.intValue ?? 0
            return "\(size) \(path)\n"
        }.joined()
    }
}
