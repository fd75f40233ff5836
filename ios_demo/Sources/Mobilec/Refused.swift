/// What a person must be told: what was asked, what is true, what to do.
public struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
