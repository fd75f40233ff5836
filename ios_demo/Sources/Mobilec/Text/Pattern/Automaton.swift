/// A pattern that is ready to match: states that name each other by their places.
struct Automaton: Sendable {
    /// What a state asks, and where it goes on.
    enum State: Sendable {
        case accept
        /// A character of the set.
        case one(set: Int, next: Int)
        /// Characters of the set, `least` to `most`, the more the better; `gives`: back what the rest needs.
        case run(set: Int, least: Int, most: Int, gives: Bool, next: Int)
        /// The first of the two, or else the second.
        case either(Int, Int)
        /// The first way in which the part matches, and no other.
        case atomic(part: Int, next: Int)
        case ahead(part: Int, isWanted: Bool, next: Int)
        /// What may stand before: branches, each with its only length in code points.
        case behind(branches: Range<Int>, isWanted: Bool, next: Int)
        case edge(Syntax.Edge, next: Int)
    }

    struct Branch: Sendable {
        let part: Int
        let length: Int
    }

    var states: [State] = []
    var sets: [CodeSet] = []
    var branches: [Branch] = []
    var first = 0
}

/// Writes a pattern as states, each part with what follows it.
struct AutomatonCompiler {
    private var made = Automaton()

    static func automaton(_ syntax: Syntax) -> Automaton {
        var compiler = AutomatonCompiler()
        compiler.made.first = compiler.state(syntax, next: compiler.add(.accept))
        return compiler.made
    }

    private mutating func add(_ state: Automaton.State) -> Int {
        made.states.append(state)
        return made.states.count - 1
    }

    private mutating func set(_ codes: CodeSet) -> Int {
        made.sets.append(codes)
        return made.sets.count - 1
    }

    /// The state that a part begins in.
    private mutating func state(_ part: Syntax, next: Int) -> Int {
        switch part {
        case .oneOf(let codes): add(.one(set: set(codes), next: next))
        case .sequence(let parts): parts.reversed().reduce(next) { state($1, next: $0) }
        case .choice(let branches): choice(branches, next: next)
        case .edge(let edge): add(.edge(edge, next: next))
        case .look(let part, let isBehind, let isWanted):
            isBehind ? behind(part.branches, isWanted, next) : ahead(part, isWanted, next)
        case .repeated(let part, let least, let most, let manner):
            repeated(part, least: least, most: most, manner, next)
        }
    }

    private mutating func choice(_ branches: [Syntax], next: Int) -> Int {
        let states = branches.map { state($0, next: next) }
        return states.dropLast().reversed().reduce(states[states.count - 1]) { add(.either($1, $0)) }
    }

    private mutating func ahead(_ part: Syntax, _ isWanted: Bool, _ next: Int) -> Int {
        add(.ahead(part: state(part, next: add(.accept)), isWanted: isWanted, next: next))
    }

    private mutating func behind(_ branches: [Syntax], _ isWanted: Bool, _ next: Int) -> Int {
        let ready = branches.map {
            Automaton.Branch(part: state($0, next: add(.accept)), length: $0.shortest)
        }
        let start = made.branches.count
        made.branches += ready
        return add(.behind(branches: start..<made.branches.count, isWanted: isWanted, next: next))
    }

    private mutating func repeated(
        _ part: Syntax, least: Int, most: Int?, _ manner: Syntax.Manner, _ next: Int
    ) -> Int {
        if case .oneOf(let codes) = part, manner != .lazy {
            let gives = manner == .greedy
            return add(.run(set: set(codes), least: least, most: most ?? .max, gives: gives, next: next))
        }
        if manner == .possessive {
            let greedy = repeated(part, least: least, most: most, .greedy, add(.accept))
            return add(.atomic(part: greedy, next: next))
        }
        let isLazy = manner == .lazy
        let rest =
            if let most { optional(part, most - least, isLazy, next) } else { loop(part, isLazy, next) }
        return (0..<least).reduce(rest) { after, _ in state(part, next: after) }
    }

    private mutating func loop(_ part: Syntax, _ isLazy: Bool, _ next: Int) -> Int {
        let loop = add(.accept)
        let once = state(part, next: loop)
        made.states[loop] = isLazy ? .either(next, once) : .either(once, next)
        return loop
    }

    private mutating func optional(_ part: Syntax, _ times: Int, _ isLazy: Bool, _ next: Int) -> Int {
        (0..<max(times, 0)).reduce(next) { after, _ in
            let once = state(part, next: after)
            return add(isLazy ? .either(next, once) : .either(once, next))
        }
    }
}
