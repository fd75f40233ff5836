import Foundation
import Mobilec

/// Version of the schema that ``Run/json`` holds to.
private let schema = 1

extension Run {
    /// Writes the document whole or not at all: it gets its name when all of it is on the disk.
    public func write(to file: URL) throws {
        let folder = file.deletingLastPathComponent()
        let unfinished = folder.appendingPathComponent(".\(file.lastPathComponent).part")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(document.utf8).write(to: unfinished)
            try synchronize(unfinished)
            guard rename(unfinished.path, file.path) == 0 else {
                throw CocoaError(.fileWriteUnknown)
            }
        } catch {
            try? FileManager.default.removeItem(at: unfinished)
            throw Refused(
                "\(file.path) could not be written (\(error.localizedDescription)); free some storage")
        }
    }

    /// The text of the document, a field of the outermost object a line.
    public var document: String {
        guard case .object(let object) = json else { return "" }
        let lines = object.entries.map { "\(Json.string($0.key)): \($0.value)" }
        return "{\n\(lines.joined(separator: ",\n"))\n}\n"
    }

    /// run.json, as mobilec/benchmarking/run.schema.json has it.
    public var json: Json {
        [
            "schema": .integer(schema),
            "id": .text(id),
            "session": session.json,
            "started": .text(started),
            "seconds": .double(seconds),
            "runner": "swift",
            "app": app.json,
            "device": device.json,
            "conditions": conditions.json,
            "variant": variant.json,
            "protocol": effort.json,
            "goldens": .of(goldens?.json),
            "measured": .of(measured?.json),
            "exit_status": .integer(exitStatus.rawValue),
            "error": .text(error),
            "valid": .bool(valid),
            "reasons": .array(reasons.map(\.json)),
            "notes": .array(notes.map(\.json)),
        ]
    }
}

extension Reason {
    fileprivate var json: Json { ["code": .text(code), "message": .text(message)] }
}

extension Note {
    fileprivate var json: Json { ["code": .text(code), "message": .text(message)] }
}

private func synchronize(_ file: URL) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.synchronize()
    try handle.close()
}

extension Json: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral {
    /// An object with its entries in the order in which they are written.
    public init(dictionaryLiteral entries: (String, Json)...) {
        self = .object(JsonObject(entries: entries.map { .init(key: Utf8Text($0.0), value: $0.1) }))
    }

    public init(stringLiteral text: String) { self = .string(Utf8Text(text)) }

    /// Null where there is nothing.
    static func of(_ value: Json?) -> Json { value ?? .null }
    static func text(_ value: String?) -> Json { .of(value.map { .string(Utf8Text($0)) }) }
    static func whole(_ value: Int?) -> Json { .of(value.map(Json.integer)) }
    static func real(_ value: Double?) -> Json { .of(value.map(Json.double)) }
    static func flag(_ value: Bool?) -> Json { .of(value.map(Json.bool)) }
    static func texts(_ values: [String]) -> Json { .array(values.map { .text($0) }) }

    /// An object by the names of its values, sorted.
    static func named<T>(_ values: [String: T], _ json: (T) -> Json) -> Json {
        let sorted = values.sorted { $0.key < $1.key }
        return .object(
            JsonObject(entries: sorted.map { .init(key: Utf8Text($0.key), value: json($0.value)) }))
    }
}
