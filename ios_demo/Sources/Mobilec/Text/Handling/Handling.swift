/// What is done to a text before a translator sees it.
public struct Handling: Sendable, Equatable {
    /// Every piece goes to the model as it stands; without, what is no text is handed through and letters
    /// are folded.
    public var asIs: Bool
    /// Lines that were wrapped are one.
    public var joinLines: Bool

    public init(asIs: Bool = false, joinLines: Bool = false) {
        self.asIs = asIs
        self.joinLines = joinLines
    }
}
