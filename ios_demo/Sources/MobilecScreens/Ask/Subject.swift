import Mobilec

/// What a question is put to: a bundle, or two translators one after the other.
public struct Subject: Sendable, Equatable, Identifiable {
    /// Bundles, and where they are translators that name their languages, the ``way`` that they are.
    public struct Side: Sendable, Equatable {
        public let legs: [Found]
        public let way: Way?
    }

    public let side: Side
    /// What leads from the other language into this one.
    public let back: Side?

    init(_ side: Side, back: Side? = nil) {
        self.side = side
        self.back = back
    }

    public var legs: [Found] { side.legs }

    public var way: Way? { side.way }

    /// That of the bundle, where there is one.
    public var id: String { legs.map(\.id).joined(separator: "+") }

    /// The way back, whose own way back this is.
    public var turned: Subject? { back.map { Subject($0, back: side) } }

    /// Why one of its bundles cannot be read, if one cannot.
    public var problem: String? { legs.lazy.compactMap(\.problem).first }

    /// What a person reads where nothing better is known.
    public var names: String { legs.map(\.title).joined(separator: " + ") }
}

/// What there is to choose among the bundles of a task.
func subjects(_ task: String, _ bundles: [Found]) -> [Subject] {
    guard task == BundleTask.translation else {
        return bundles.map { Subject(Subject.Side(legs: [$0], way: nil)) }
    }
    func side(_ way: Way) -> Subject.Side {
        Subject.Side(legs: way.legs.map { bundles[$0] }, way: way.direction.isKnown ? way : nil)
    }
    return choices(bundles.map(direction)).map { Subject(side($0.way), back: $0.back.map(side)) }
}

private func direction(_ found: Found) -> Direction {
    let text = found.manifest?.text
    return Direction(source: text?.sourceLanguage, target: text?.targetLanguage)
}

/// The chosen one where it is still there, otherwise the first that can be read.
func remaining(_ subjects: [Subject], chosen: Subject?) -> Subject? {
    found(subjects, chosen?.id) ?? subjects.first { $0.problem == nil } ?? subjects.first
}

/// A subject or a way back by its id.
func found(_ subjects: [Subject], _ id: String?) -> Subject? {
    subjects.flatMap { [$0, $0.turned].compactMap { $0 } }.first { $0.id == id }
}
