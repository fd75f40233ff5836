import Foundation

/// A package (.mlpackage) of a Core ML program. For iOS 18 it has a function for each method of the
/// manifest; for iOS 17 it has one, and a program of several methods is a folder of packages.
public struct CoreMLPackage: Sendable, Hashable {
    public let url: URL
    /// The first version of iOS that can run it.
    public let system: Int

    /// What Core ML calls a method, or nil where a package has nothing else.
    public func function(_ method: String) -> String? { system >= 18 ? method : nil }

    /// Reads which system it was made for from the first field of its model (Model.proto of coremltools:
    /// specificationVersion).
    init(_ url: URL) throws {
        let model = url.appendingPathComponent("Data/com.apple.CoreML/model.mlmodel")
        guard let handle = try? FileHandle(forReadingFrom: model), let head = try? handle.read(upToCount: 2),
            head.count == 2, head[head.startIndex] == 0x08
        else { throw Refused("\(url.path) is no Core ML package, or a part of it is missing; copy it again") }
        let specification = Int(head[head.startIndex + 1])
        guard let system = systems[specification] else {
            let known = systems.keys.sorted().map(String.init).joined(separator: " and ")
            throw Refused(
                "\(url.path) is of specification \(specification); this app knows \(known): export it again")
        }
        self.url = url
        self.system = system
    }

    /// The package of each method of a file.
    public static func all(of file: ProgramFile, at url: URL) throws -> [String: CoreMLPackage] {
        guard url.pathExtension == "mlpackages" else {
            let only = try CoreMLPackage(url)
            return Dictionary(uniqueKeysWithValues: file.methods.map { ($0.name, only) })
        }
        return try Dictionary(
            uniqueKeysWithValues: file.methods.map {
                ($0.name, try CoreMLPackage(url.appendingPathComponent("\($0.name).mlpackage")))
            })
    }

    /// Why a device with the version `present` cannot run a file, or nil.
    public static func obstacle(_ file: ProgramFile, at url: URL, present: Int) -> Obstacle? {
        do {
            let needed = try all(of: file, at: url).values.map(\.system).max() ?? present
            return needed > present ? .system(needed: needed, present: present) : nil
        } catch {
            return .words((error as? Refused)?.message ?? "\(error)")
        }
    }

    /// Refuses a package that was made for a later system than `present`.
    public func refuseNewer(than present: Int) throws {
        guard system > present else { return }
        throw Refused(
            "\(url.lastPathComponent) was made for iOS \(system), and this device has iOS \(present); "
                + "export it with --ios \(present)")
    }
}

/// The first version of iOS for each specification that the exporter writes.
private let systems = [8: 17, 9: 18]

/// The lengths in the notes that the exporter leaves in a package, such as "32,64,128"; none where
/// there are no notes.
public func lengths(noted notes: [String: String]) -> [Int] {
    (notes["mobilec.lengths"] ?? "").split(separator: ",").compactMap { Int($0) }
}
