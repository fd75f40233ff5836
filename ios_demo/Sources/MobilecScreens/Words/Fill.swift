/// A text of the catalog with its places filled: %1$@ is the first of `values`, %% a percent sign. A place
/// without a value stays as it is, so that it is seen.
public func fill(_ pattern: String, _ values: [String]) -> String {
    var found = ""
    var rest = Substring(pattern)
    while let percent = rest.firstIndex(of: "%") {
        found += rest[..<percent]
        rest = rest[percent...]
        if rest.hasPrefix("%%") {
            found += "%"
            rest = rest.dropFirst(2)
        } else if let place = place(rest), values.indices.contains(place.number - 1) {
            found += values[place.number - 1]
            rest = rest.dropFirst(place.length)
        } else {
            found += "%"
            rest = rest.dropFirst()
        }
    }
    return found + rest
}

/// The number and the length of the place that `text` starts with.
private func place(_ text: Substring) -> (number: Int, length: Int)? {
    let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), text.dropFirst(1 + digits.count).hasPrefix("$@") else { return nil }
    return (number, digits.count + 3)
}
