/// What a person asks: a text, and where the model labels pairs the ``pair`` beside it.
public struct Question: Sendable, Hashable {
    public let text: String
    public let pair: String?

    public init(_ text: String, pair: String? = nil) {
        self.text = text
        self.pair = pair
    }

    /// Both on one button.
    public var title: String { pair.map { "\(text)\n\($0)" } ?? text }

    /// Whether it has a length that a button has room for.
    var isShort: Bool { [text, pair].allSatisfy { $0.map { (12...70).contains($0.count) } ?? true } }
}
