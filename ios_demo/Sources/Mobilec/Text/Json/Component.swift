extension Json {
    /// A component of tokenizer.json by the "type" that it names; one that is not in `kinds` is refused.
    func typed<T>(at place: String, role: String, _ kinds: [String: @Sendable (Fields) throws -> T]) throws
        -> T
    {
        var type = "null"
        if case .string(let named)? = self["type"] { type = named.string }
        guard let read = kinds[type] else {
            throw Refused(
                "\(place) is a \(role) of type \(type), which this app does not have; it has "
                    + kinds.keys.sorted().joined(separator: ", "))
        }
        return try record(at: place) { fields in
            fields.any("type")
            return try read(fields)
        }
    }
}

extension Fields {
    /// `{"String": "x"}` or `{"Regex": "x+"}`.
    func pattern(_ name: String) throws -> any Pattern {
        try record(name) { fields in
            let literal = try fields.textOrNil("String") ?? ""
            let expression = try fields.textOrNil("Regex") ?? ""
            if literal.isEmpty == expression.isEmpty {
                throw Refused("\(fields.place) should be a String or a Regex, not empty")
            }
            return literal.isEmpty ? try Expression(expression) : Literal(wanted: Array(literal.utf8))
        }
    }

    /// An option that older files leave out.
    func boolean(_ name: String, default usual: Bool) throws -> Bool { try booleanOrNil(name) ?? usual }

    /// One character.
    func code(_ name: String) throws -> UInt32 {
        let scalars = try text(name).unicodeScalars
        guard let first = scalars.first, scalars.count == 1 else {
            throw Refused("\(place).\(name) should be one character, and is \"\(String(scalars))\"")
        }
        return first.value
    }
}
