/// What a regular expression says, before it is made ready to search.
indirect enum Syntax {
    case oneOf(CodeSet)
    case sequence([Syntax])
    case choice([Syntax])
    /// `most`: nil for no end.
    case repeated(Syntax, least: Int, most: Int?, Manner)
    /// What must or must not stand after a place, or before it.
    case look(Syntax, isBehind: Bool, isWanted: Bool)
    /// A condition on a place.
    case edge(Edge)

    enum Manner { case greedy, lazy, possessive }

    enum Edge { case textStart, textEnd, lastLineEnd, lineStart, lineEnd, wordEdge, noWordEdge }

    /// The fewest code points that it matches.
    var shortest: Int {
        switch self {
        case .oneOf: 1
        case .sequence(let parts): parts.reduce(0) { $0 + $1.shortest }
        case .choice(let branches): branches.map(\.shortest).min() ?? 0
        case .repeated(let part, let least, _, _): part.shortest * least
        case .look, .edge: 0
        }
    }

    /// The most code points that it matches; nil: without end.
    var longest: Int? {
        switch self {
        case .oneOf: 1
        case .sequence(let parts): Self.known(parts)?.reduce(0, +)
        case .choice(let branches): Self.known(branches)?.max()
        case .repeated(let part, _, let most, _): part.longest.flatMap { one in most.map { $0 * one } }
        case .look, .edge: 0
        }
    }

    /// The branches of a choice; anything else is its only one.
    var branches: [Syntax] {
        if case .choice(let branches) = self { return branches }
        return [self]
    }

    private static func known(_ parts: [Syntax]) -> [Int]? {
        let lengths = parts.compactMap(\.longest)
        return lengths.count == parts.count ? lengths : nil
    }
}
