/// A text that is equal to another one when their bytes are.
///
/// `String` takes "é" in one character and in two for the same text, so two words of a vocabulary
/// would be one key of a dictionary.
public struct Utf8Text: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let string: String

    public init(_ string: String) {
        self.string = string
    }

    public init(stringLiteral string: String) {
        self.string = string
    }

    public var bytes: String.UTF8View { string.utf8 }

    public var description: String { string }

    public static func == (one: Utf8Text, other: Utf8Text) -> Bool {
        one.string.utf8.elementsEqual(other.string.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var text = string
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
