/// Walks through the states of patterns over one text. What was left open waits in a list of its own and
/// not on the stack of calls, which a long text would use up.
struct Matcher {
    let text: Bytes

    /// A state to go on in when another way failed. A run may give back what it took beyond `least`;
    /// `least` is `at` where there is nothing to give.
    private struct Open {
        let state: Int
        let at: Int
        let least: Int
    }

    private var open: [Open] = []

    init(text: Bytes) {
        self.text = text
    }

    /// Where a match ends that begins at a place; nil if there is none.
    mutating func end(_ automaton: Automaton, from place: Int) -> Int? {
        end(automaton, from: place, in: automaton.first)
    }

    private mutating func end(_ automaton: Automaton, from place: Int, in first: Int) -> Int? {
        let floor = open.count
        defer { open.removeLast(open.count - floor) }
        var state = first
        var at = place
        while true {
            if case .accept = automaton.states[state] { return at }
            if let next = step(automaton, &state, at) {
                at = next
            } else if open.count > floor {
                (state, at) = reopened()
            } else {
                return nil
            }
        }
    }

    /// The place after what a state asks for, which is left for the next one; nil where it is not there.
    private mutating func step(_ automaton: Automaton, _ state: inout Int, _ at: Int) -> Int? {
        switch automaton.states[state] {
        case .accept:
            return at
        case .one(let set, let next):
            state = next
            return after(automaton.sets[set], at)
        case .run(let set, let least, let most, let gives, let next):
            state = next
            return run(automaton.sets[set], least, most, gives, next, at)
        case .either(let first, let second):
            open.append(Open(state: second, at: at, least: at))
            state = first
            return at
        case .atomic(let part, let next):
            state = next
            return end(automaton, from: at, in: part)
        case .ahead(let part, let isWanted, let next):
            state = next
            return (end(automaton, from: at, in: part) != nil) == isWanted ? at : nil
        case .behind(let branches, let isWanted, let next):
            state = next
            let stands = automaton.branches[branches].contains { isBefore(automaton, $0, at) }
            return stands == isWanted ? at : nil
        case .edge(let edge, let next):
            state = next
            return holds(edge, at) ? at : nil
        }
    }

    /// The newest of what was left open.
    private mutating func reopened() -> (state: Int, at: Int) {
        let last = open.removeLast()
        guard last.least < last.at else { return (last.state, last.at) }
        let shorter = text.start(before: last.at)
        if last.least < shorter { open.append(Open(state: last.state, at: shorter, least: last.least)) }
        return (last.state, shorter)
    }

    private mutating func run(
        _ set: CodeSet, _ least: Int, _ most: Int, _ gives: Bool, _ next: Int, _ start: Int
    ) -> Int? {
        var at = start
        var count = 0
        var enough = start
        while count < most, let after = after(set, at) {
            at = after
            count += 1
            if count == least { enough = at }
        }
        if count < least { return nil }
        if gives && enough < at { open.append(Open(state: next, at: at, least: enough)) }
        return at
    }

    @inline(__always)
    private func after(_ set: CodeSet, _ at: Int) -> Int? {
        guard at < text.count else { return nil }
        let (code, end) = text.code(at: at)
        return set.contains(code) ? end : nil
    }

    private mutating func isBefore(_ automaton: Automaton, _ branch: Automaton.Branch, _ at: Int) -> Bool {
        var start = at
        for _ in 0..<branch.length {
            if start == 0 { return false }
            start = text.start(before: start)
        }
        return end(automaton, from: start, in: branch.part) != nil
    }

    private func holds(_ edge: Syntax.Edge, _ at: Int) -> Bool {
        let newline = UInt8(ascii: "\n")
        switch edge {
        case .textStart: return at == 0
        case .textEnd: return at == text.count
        case .lastLineEnd: return at == text.count || (at == text.count - 1 && text[at] == newline)
        case .lineStart: return at == 0 || (text[at - 1] == newline && at < text.count)
        case .lineEnd: return at == text.count || text[at] == newline
        case .wordEdge: return isWord(at) != wasWord(at)
        case .noWordEdge: return isWord(at) == wasWord(at)
        }
    }

    private func isWord(_ at: Int) -> Bool { after(PatternClasses.word, at) != nil }

    private func wasWord(_ at: Int) -> Bool { at > 0 && PatternClasses.word.contains(text.code(before: at)) }
}
