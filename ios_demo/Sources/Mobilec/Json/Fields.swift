/// The fields of one JSON object, each checked when it is asked for.
final class Fields {
    let entries: JsonObject
    /// Where the object stands in its document, for refusals.
    let place: String
    private var asked: Set<Utf8Text> = []

    fileprivate init(_ entries: JsonObject, at place: String) {
        self.entries = entries
        self.place = place
    }

    func text(_ name: String) throws -> String { try textOrNil(name) ?? missing(name, "a text") }

    func textOrNil(_ name: String) throws -> String? { try any(name)?.text(at: "\(place).\(name)") }

    /// A whole number of 64 bits.
    func long(_ name: String) throws -> Int { try longOrNil(name) ?? missing(name, "a whole number") }

    func longOrNil(_ name: String) throws -> Int? { try any(name)?.whole(at: "\(place).\(name)") }

    /// A whole number of 32 bits, so that products of a few do not overflow.
    func int(_ name: String) throws -> Int { try intOrNil(name) ?? missing(name, "a whole number") }

    func intOrNil(_ name: String) throws -> Int? { try any(name)?.small(at: "\(place).\(name)") }

    func double(_ name: String) throws -> Double { try doubleOrNil(name) ?? missing(name, "a number") }

    func doubleOrNil(_ name: String) throws -> Double? { try any(name)?.real(at: "\(place).\(name)") }

    func boolean(_ name: String) throws -> Bool { try booleanOrNil(name) ?? missing(name, "true or false") }

    func booleanOrNil(_ name: String) throws -> Bool? { try any(name)?.boolean(at: "\(place).\(name)") }

    /// A field that may be of several kinds, or nil where it is null or absent.
    @discardableResult
    func any(_ name: String) -> Json? {
        let key = Utf8Text(name)
        asked.insert(key)
        let found = entries[key]
        if case .null = found { return nil }
        return found
    }

    func record<T>(_ name: String, _ read: (Fields) throws -> T) throws -> T {
        try recordOrNil(name, read) ?? missing(name, "an object")
    }

    func recordOrNil<T>(_ name: String, _ read: (Fields) throws -> T) throws -> T? {
        try any(name)?.record(at: "\(place).\(name)", read)
    }

    /// A list, empty where it is absent.
    func list<T>(_ name: String, _ read: (Json, String) throws -> T) throws -> [T] {
        try any(name)?.items(at: "\(place).\(name)", read) ?? []
    }

    func records<T>(_ name: String, _ read: (Fields) throws -> T) throws -> [T] {
        try list(name) { try $0.record(at: $1, read) }
    }

    func texts(_ name: String) throws -> [String] { try list(name) { try $0.text(at: $1) } }

    func ints(_ name: String) throws -> [Int] { try list(name) { try $0.small(at: $1) } }

    func doubles(_ name: String) throws -> [Double] { try list(name) { try $0.real(at: $1) } }

    /// An object of values of one kind; of two entries of one name the last counts.
    func map<T>(_ name: String, _ read: (Json, String) throws -> T) throws -> [String: T] {
        guard let value = any(name) else { return try missing(name, "an object") }
        guard case .object(let inner) = value else { throw value.wrong("\(place).\(name)", "an object") }
        var found: [String: T] = [:]
        for entry in inner.entries {
            found[entry.key.string] = try read(entry.value, "\(place).\(name).\(entry.key)")
        }
        return found
    }

    fileprivate func refuseUnknown() throws {
        let unknown = Set(entries.entries.map(\.key)).subtracting(asked).map(\.string).sorted()
        guard unknown.isEmpty else {
            throw Refused(
                "\(place) has fields that this app does not know: [\(unknown.joined(separator: ", "))]")
        }
    }

    private func missing<T>(_ name: String, _ what: String) throws -> T {
        throw Refused("\(place) has no \"\(name)\", which should be \(what)")
    }
}

/// Values as what they should be; `place` names them in refusals.
extension Json {
    /// What `read` makes of an object; a field that it did not ask for is refused.
    func record<T>(at place: String, _ read: (Fields) throws -> T) throws -> T {
        guard case .object(let entries) = self else { throw wrong(place, "an object") }
        let fields = Fields(entries, at: place)
        let found = try read(fields)
        try fields.refuseUnknown()
        return found
    }

    /// What `read` makes of each item of a list.
    func items<T>(at place: String, _ read: (Json, String) throws -> T) throws -> [T] {
        guard case .array(let array) = self else { throw wrong(place, "a list") }
        return try array.enumerated().map { try read($1, "\(place)[\($0)]") }
    }

    package func text(at place: String) throws -> String {
        guard case .string(let found) = self else { throw wrong(place, "a text") }
        return found.string
    }

    func boolean(at place: String) throws -> Bool {
        guard case .bool(let found) = self else { throw wrong(place, "true or false") }
        return found
    }

    /// A whole number of 64 bits.
    package func whole(at place: String) throws -> Int {
        guard case .integer(let found) = self else { throw wrong(place, "a whole number") }
        return found
    }

    /// A whole number of 32 bits, so that products of a few do not overflow.
    func small(at place: String) throws -> Int {
        let found = try whole(at: place)
        guard Int32(exactly: found) != nil else { throw Refused("\(place) is \(found), which is too large") }
        return found
    }

    package func real(at place: String) throws -> Double {
        switch self {
        case .integer(let found): return Double(found)
        case .double(let found): return found
        default: throw wrong(place, "a number")
        }
    }

    func wrong(_ place: String, _ what: String) -> Refused {
        Refused("\(place) should be \(what), and is \(description.prefix(60))")
    }
}
