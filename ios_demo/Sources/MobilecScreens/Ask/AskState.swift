import BenchmarkCore

/// What a screen shows that puts a text to a model. ``bundles``: those of its task, nil until they were
/// looked for. ``busy``: what is waited for. ``examples``: texts to try.
public struct AskState<Answer: Sendable>: Sendable {
    public internal(set) var bundles: [Found]?
    public internal(set) var offers: [Offer] = []
    public internal(set) var bundle: Found?
    public internal(set) var offer: Offer?
    public internal(set) var examples: [String] = []
    public internal(set) var busy: Phrase?
    public internal(set) var problem: Problem?
    public internal(set) var answer: Answer?

    public init() {}

    /// The engines for the chosen bundle, each with why it cannot run it.
    public var choices: [(offer: Offer, obstacle: String?)] {
        offers.map { ($0, obstacle(bundle, $0)) }
    }

    public func canAsk(_ text: String) -> Bool {
        bundle != nil && offer != nil && text.contains { !$0.isWhitespace }
    }
}
