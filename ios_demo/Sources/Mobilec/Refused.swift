/// What a person must be told: what was asked, what is true, what to do. ``ofEngine``: the engine failed on
/// this device with a program that was whole, so that another one may run the bundle.
public struct Refused: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String
    public let ofEngine: Bool

    public init(_ message: String, ofEngine: Bool = false) {
        self.message = message
        self.ofEngine = ofEngine
    }

    public var description: String { message }
}
