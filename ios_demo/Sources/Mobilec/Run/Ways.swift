/// The languages of a translator, as its model names them; nil where it names none.
public struct Direction: Sendable, Hashable {
    public let source: String?
    public let target: String?

    public init(source: String?, target: String?) {
        self.source = source
        self.target = target
    }

    public var isKnown: Bool { Mobilec.isKnown(source) && Mobilec.isKnown(target) }

    var turned: Direction { Direction(source: target, target: source) }

    func isSame(_ other: Direction) -> Bool {
        isSameLanguage(source, other.source) && isSameLanguage(target, other.target)
    }
}

/// A language for who names it, whatever the form of its code; nil where that is unknown.
public func languageTag(_ code: String?) -> String? { isKnown(code) ? languageCode(code) : nil }

/// ``legs``: places of the translators that a text goes through, one after the other; one or two of them.
/// ``through``: the language in which two meet.
public struct Way: Sendable, Hashable {
    public let legs: [Int]
    public let direction: Direction
    public let through: String?

    public init(legs: [Int], direction: Direction, through: String? = nil) {
        self.legs = legs
        self.direction = direction
        self.through = through
    }
}

/// ``back``: the way that the other language is translated by, if there is one.
public struct Choice: Sendable, Hashable {
    public let way: Way
    public let back: Way?

    public init(way: Way, back: Way? = nil) {
        self.way = way
        self.back = back
    }
}

/// What a person can choose who has some translators, in their order: each direction with its way back, and
/// behind them two that meet in a language, where no other way leads from the one to the other; as
/// exporters/text/ways.py.
public func choices(_ translators: [Direction]) -> [Choice] {
    var ways = translators.indices.map { Way(legs: [$0], direction: translators[$0]) }
    for (first, one) in translators.enumerated() {
        for (second, other) in translators.enumerated() where isSameLanguage(one.target, other.source) {
            let direction = Direction(source: one.source, target: other.target)
            if isNew(direction, ways) {
                ways.append(Way(legs: [first, second], direction: direction, through: one.target))
            }
        }
    }
    return paired(ways)
}

/// Whether it leads from a known language to another, and no way does so yet.
private func isNew(_ direction: Direction, _ ways: [Way]) -> Bool {
    direction.isKnown && !isSameLanguage(direction.source, direction.target)
        && !ways.contains { $0.direction.isSame(direction) }
}

private func paired(_ ways: [Way]) -> [Choice] {
    var found: [Choice] = []
    var left = ways[...]
    while let way = left.popFirst() {
        let back = left.firstIndex { $0.direction.isSame(way.direction.turned) }
        found.append(Choice(way: way, back: back.map { left.remove(at: $0) }))
    }
    return found
}
