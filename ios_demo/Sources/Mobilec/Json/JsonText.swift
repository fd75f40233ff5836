/// A value as JSON in one line, for refusals that say what was found.
extension Json: CustomStringConvertible {
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let value): quoted(value)
        case .array(let items): "[\(items.map(\.description).joined(separator: ","))]"
        case .object(let object):
            "{\(object.entries.map { "\(quoted($0.key)):\($0.value)" }.joined(separator: ","))}"
        }
    }
}

private func quoted(_ text: Utf8Text) -> String {
    var found = "\""
    for scalar in text.string.unicodeScalars {
        switch scalar {
        case "\"": found += "\\\""
        case "\\": found += "\\\\"
        case "\n": found += "\\n"
        case "\r": found += "\\r"
        case "\t": found += "\\t"
        case "\u{0}"..<"\u{20}":
            let digits = String(scalar.value, radix: 16)
            found += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: found.unicodeScalars.append(scalar)
        }
    }
    return found + "\""
}
