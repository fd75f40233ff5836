/// A golden that was answered otherwise.
public struct Difference: Sendable, Equatable {
    public let text: String
    public let expected: String
    public let found: String
}

/// What a program answered to the goldens of its bundle. ``relativeError``: centred, of the logits; nil
/// where some are not finite.
public struct Goldens: Sendable, Equatable {
    public let passed: Bool
    public let sentences: Int
    public let equal: Int
    public let relativeError: Double?
    public let tolerance: Double
    public let difference: Difference?
}

/// The largest error that the goldens allow a format.
func tolerance(_ golden: Golden, of format: String) throws -> Double {
    guard let found = golden.tolerance[format] else {
        throw Refused("the golden of the bundle has no tolerance for \(format); export it again")
    }
    return found
}

/// A text of which this tokenizer makes other ids than the model was trained with.
func otherIds(_ text: String, expected: [Int], found: [Int]) -> Difference {
    Difference(text: text, expected: "the ids \(expected)", found: "the ids \(found)")
}

/// Goldens of a bundle that does something else.
package func otherTask() -> Refused {
    Refused("the golden of the bundle is of another task; export it again")
}
