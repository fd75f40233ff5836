/// Reads the regular expressions that tokenizers are written with, in Oniguruma's default syntax (its
/// doc/RE), of which it serves what needs no memory of groups. Anything else is refused.
struct PatternParser {
    /// Groups inside each other; a pattern that goes deeper would use up the stack.
    private static let deepest = 64
    /// A part that stands more often is written out as often, as is each part inside of it.
    private static let mostTimes = 1000

    private var source: PatternSource
    private var depth = 0

    static func parse(_ pattern: String) throws -> Syntax {
        var parser = PatternParser(source: PatternSource(pattern))
        let read = try parser.choice(ignoresCase: false)
        guard parser.source.atEnd else { throw parser.source.refusal("a ) that nothing opened") }
        return read
    }

    private init(source: PatternSource) {
        self.source = source
    }

    private mutating func choice(ignoresCase: Bool) throws -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw source.refusal("groups more than \(Self.deepest) deep") }
        var branches = [try sequence(ignoresCase: ignoresCase)]
        while source.take("|") { branches.append(try sequence(ignoresCase: ignoresCase)) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence(ignoresCase: Bool) throws -> Syntax {
        var parts: [Syntax] = []
        while !source.atEnd, !source.sees("|"), !source.sees(")") {
            parts.append(try repeated(try atom(ignoresCase: ignoresCase)))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom(ignoresCase: Bool) throws -> Syntax {
        if source.sees("(") { return try group(ignoresCase: ignoresCase) }
        if source.sees("[") {
            if ignoresCase { throw source.refusal("a class without case") }
            return .oneOf(try ClassParser.bracketed(&source))
        }
        if source.take(".") { return .oneOf(CodeSet(0xA).complement()) }
        if let edge = edge() { return .edge(edge) }
        if source.sees("\\") { return .oneOf(try ClassParser.escaped(&source)) }
        if repeats { throw source.refusal("a \(source.next(1)) with nothing to repeat") }
        return .oneOf(try letter(source.code(), ignoresCase: ignoresCase))
    }

    private mutating func group(ignoresCase: Bool) throws -> Syntax {
        if source.take("(?:") { return try closed(ignoresCase: ignoresCase) }
        if source.take("(?i:") { return try closed(ignoresCase: true) }
        if source.take("(?=") {
            return .look(try closed(ignoresCase: ignoresCase), isBehind: false, isWanted: true)
        }
        if source.take("(?!") {
            return .look(try closed(ignoresCase: ignoresCase), isBehind: false, isWanted: false)
        }
        if source.take("(?<=") { return try behind(ignoresCase: ignoresCase, isWanted: true) }
        if source.take("(?<!") { return try behind(ignoresCase: ignoresCase, isWanted: false) }
        if source.sees("(?") { throw source.refusal("a group that begins with \(source.next(4))") }
        _ = source.take("(")
        return try closed(ignoresCase: ignoresCase)
    }

    private mutating func closed(ignoresCase: Bool) throws -> Syntax {
        let inside = try choice(ignoresCase: ignoresCase)
        guard source.take(")") else { throw source.refusal("a ( that nothing closes") }
        return inside
    }

    private mutating func behind(ignoresCase: Bool, isWanted: Bool) throws -> Syntax {
        let part = try closed(ignoresCase: ignoresCase)
        guard part.branches.allSatisfy({ $0.shortest == $0.longest }) else {
            throw source.refusal("a look back at texts of several lengths")
        }
        return .look(part, isBehind: true, isWanted: isWanted)
    }

    private mutating func edge() -> Syntax.Edge? {
        if source.take("^") { return .lineStart }
        if source.take("$") { return .lineEnd }
        if source.take("\\A") { return .textStart }
        if source.take("\\z") { return .textEnd }
        if source.take("\\Z") { return .lastLineEnd }
        if source.take("\\b") { return .wordEdge }
        if source.take("\\B") { return .noWordEdge }
        return nil
    }

    private var repeats: Bool { source.sees("*") || source.sees("+") || source.sees("?") }

    private mutating func repeated(_ part: Syntax) throws -> Syntax {
        guard let (least, most) = try times() else { return part }
        if part.shortest == 0 { throw source.refusal("a repetition of what may be empty") }
        let isInBraces = source.last == "}"
        var manner = Syntax.Manner.greedy
        if source.take("?") {
            manner = .lazy
        } else if !isInBraces && source.take("+") {
            manner = .possessive
        }
        if repeats || source.sees("{") { throw source.refusal("a repetition of a repetition") }
        return .repeated(part, least: least, most: most, manner)
    }

    /// Times that the part before stands: at least, at most.
    private mutating func times() throws -> (Int, Int?)? {
        if source.take("*") { return (0, nil) }
        if source.take("+") { return (1, nil) }
        if source.take("?") { return (0, 1) }
        let counted = source.attempt { source -> (Int, Int?)? in
            guard source.take("{"), let least = Self.number(&source) else { return nil }
            let hasComma = source.take(",")
            let most = hasComma ? Self.number(&source) : least
            return source.take("}") ? (least, most) : nil
        }
        if let counted, max(counted.0, counted.1 ?? 0) > Self.mostTimes {
            throw source.refusal("a part more than \(Self.mostTimes) times")
        }
        return counted
    }

    private static func number(_ source: inout PatternSource) -> Int? {
        Int(source.take(upTo: 9) { ("0"..."9").contains($0) })
    }

    private func letter(_ code: UInt32, ignoresCase: Bool) throws -> CodeSet {
        guard ignoresCase else { return CodeSet(code) }
        guard code < 0x80, let letter = Unicode.Scalar(code) else {
            throw source.refusal("a letter that is not ASCII, without case")
        }
        guard ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) else { return CodeSet(code) }
        let small = code | 0x20
        // The two letters beyond ASCII whose simple case folding is an ASCII letter: long s and Kelvin.
        switch Unicode.Scalar(UInt8(small)) {
        case "s": return CodeSet(small, small & ~0x20, 0x17F)
        case "k": return CodeSet(small, small & ~0x20, 0x212A)
        default: return CodeSet(small, small & ~0x20)
        }
    }
}
