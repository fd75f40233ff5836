import Mobilec

/// An engine, and why it cannot run what is chosen, or nil.
public struct EngineChoice: Sendable, Equatable, Identifiable {
    public let offer: Offer
    public let obstacle: Said?

    public var id: String { offer.id }
}

/// What a screen shows that puts a text to a model. ``subjects``: what its task's bundles can be asked, nil
/// until they were looked for. ``busy``: what is waited for. ``examples``: what to try. ``warning``: that answers are not
/// to be relied on.
public struct AskState<Answer: Sendable>: Sendable {
    public internal(set) var subjects: [Subject]?
    public internal(set) var offers: [Offer] = []
    public internal(set) var subject: Subject?
    public internal(set) var offer: Offer?
    public internal(set) var examples: [Question] = []
    public internal(set) var busy: Phrase?
    public internal(set) var problem: Problem?
    public internal(set) var warning: Said?
    public internal(set) var answer: Answer?

    public init() {}

    /// The engines for what is chosen.
    public var choices: [EngineChoice] {
        offers.map { EngineChoice(offer: $0, obstacle: obstacle(subject, $0)) }
    }

    /// Whether the chosen bundle labels a text and its pair.
    public var wantsPair: Bool { subject?.legs.first?.manifest?.text.pairs == true }

    public func canAsk(_ text: String, pair: String = "") -> Bool {
        let wanted = wantsPair ? [text, pair] : [text]
        return subject != nil && offer != nil && wanted.allSatisfy { $0.contains { !$0.isWhitespace } }
    }
}
