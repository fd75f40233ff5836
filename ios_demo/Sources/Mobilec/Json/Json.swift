import Foundation

/// A JSON value. Whole numbers of 64 bits are kept exactly, and the entries of an object in their order.
public enum Json: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case double(Double)
    case string(Utf8Text)
    case array([Json])
    case object(JsonObject)

    /// The value of a document; `what` names it in the refusal of one that is not JSON.
    public static func parse(_ data: Data, what: String) throws -> Json {
        // Checked once for the whole document, so that no text in it has to be checked again.
        guard String(data: data, encoding: .utf8) != nil else {
            throw Refused("\(what) is not JSON (it is not UTF-8); export the bundle again")
        }
        return try data.withUnsafeBytes { try JsonParser.document($0.bindMemory(to: UInt8.self), what: what) }
    }

    /// The document in a file, which refusals name by its path.
    public static func read(_ file: URL) throws -> Json {
        guard let data = try? Data(contentsOf: file, options: .mappedIfSafe) else {
            throw Refused("\(file.path) cannot be read; copy the bundle again")
        }
        return try parse(data, what: file.path)
    }

    /// The entry of an object, or nil where there is none.
    public subscript(_ name: String) -> Json? {
        guard case .object(let object) = self else { return nil }
        return object[Utf8Text(name)]
    }
}

/// The entries of an object in the order of the document.
public struct JsonObject: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
        public let key: Utf8Text
        public let value: Json

        package init(key: Utf8Text, value: Json) {
            self.key = key
            self.value = value
        }
    }

    public let entries: [Entry]

    package init(entries: [Entry]) {
        self.entries = entries
    }

    /// The last entry of this name, as most readers of JSON have it. For small objects: it looks at each.
    public subscript(_ key: Utf8Text) -> Json? {
        entries.last { $0.key == key }?.value
    }
}
