/// Reads what stands for one character: `[a-z\s]`, `\p{L}`, `\x{2581}`.
enum ClassParser {
    /// What begins with a bracket.
    static func bracketed(_ source: inout PatternSource, depth: Int = 1) throws -> CodeSet {
        guard depth <= deepest else { throw source.refusal("classes more than \(deepest) deep") }
        _ = source.take("[")
        let isNegated = source.take("^")
        var found: [ClosedRange<UInt32>] = []
        var isFirst = true
        while isFirst || !source.take("]") {
            if source.sees("[:") || source.sees("&&") { throw source.refusal("\(source.next(2)) in a class") }
            found +=
                try source.sees("[") ? bracketed(&source, depth: depth + 1).ranges : ranged(&source).ranges
            isFirst = false
        }
        return isNegated ? CodeSet(found).complement() : CodeSet(found)
    }

    /// What begins with a backslash.
    static func escaped(_ source: inout PatternSource) throws -> CodeSet {
        if let named = try named(&source) { return named }
        return CodeSet(try code(&source))
    }

    /// Classes inside each other; a pattern that goes deeper would use up the stack.
    private static let deepest = 64

    private static func ranged(_ source: inout PatternSource) throws -> CodeSet {
        if let named = try named(&source) { return named }
        let first = try code(&source)
        if !source.sees("-") || source.sees("-]") { return CodeSet(first) }
        _ = source.take("-")
        if source.sees("[") { throw source.refusal("a range up to a class") }
        let last = try code(&source)
        if last < first { throw source.refusal("a range that goes backwards") }
        return CodeSet([first...last])
    }

    private static func named(_ source: inout PatternSource) throws -> CodeSet? {
        if source.take("\\s") { return PatternClasses.space }
        if source.take("\\S") { return PatternClasses.space.complement() }
        if source.take("\\d") { return PatternClasses.digit }
        if source.take("\\D") { return PatternClasses.digit.complement() }
        if source.take("\\w") { return PatternClasses.word }
        if source.take("\\W") { return PatternClasses.word.complement() }
        return try source.attempt(property)
    }

    /// `\p{L}`, `\P{L}` or `\p{^L}`.
    private static func property(_ source: inout PatternSource) throws -> CodeSet? {
        let isOther = source.sees("\\P{")
        guard source.take("\\p{") || source.take("\\P{") else { return nil }
        let hasCaret = source.take("^")
        let name = source.take(upTo: .max) {
            $0 == "_" || $0.isASCII && $0.properties.isAlphabetic || isFigure($0)
        }
        guard !name.isEmpty, source.take("}") else { return nil }
        guard let codes = PatternClasses.named(name) else {
            throw source.refusal("the class \\\(isOther ? "P" : "p"){\(hasCaret ? "^" : "")\(name)}")
        }
        return isOther != hasCaret ? codes.complement() : codes
    }

    /// One code point, as it is or escaped.
    private static func code(_ source: inout PatternSource) throws -> UInt32 {
        guard source.take("\\") else { return try source.code() }
        if let digits = source.attempt(hexadecimal) { return digits }
        let escaped = try source.code()
        guard let letter = Unicode.Scalar(escaped) else { return escaped }
        if let control = control(letter) { return control }
        if letter.properties.isAlphabetic || letter.properties.numericType != nil {
            throw source.refusal("\\\(letter)")
        }
        return escaped
    }

    /// `x{2581}`, `x61` or `u2581`.
    private static func hexadecimal(_ source: inout PatternSource) -> UInt32? {
        if source.take("x{") {
            let digits = source.take(upTo: 6, while: isHexadecimal)
            guard source.take("}"), let code = UInt32(digits, radix: 16), code <= CodeSet.last else {
                return nil
            }
            return code
        }
        let wanted = source.take("x") ? 2 : source.take("u") ? 4 : 0
        let digits = source.take(upTo: wanted, while: isHexadecimal)
        return digits.unicodeScalars.count == wanted ? UInt32(digits, radix: 16) : nil
    }

    private static func isHexadecimal(_ sign: Unicode.Scalar) -> Bool {
        isFigure(sign) || ("a"..."f").contains(sign) || ("A"..."F").contains(sign)
    }

    private static func isFigure(_ sign: Unicode.Scalar) -> Bool { ("0"..."9").contains(sign) }

    private static func control(_ letter: Unicode.Scalar) -> UInt32? {
        switch letter {
        case "n": 0x0A
        case "t": 0x09
        case "r": 0x0D
        case "f": 0x0C
        case "v": 0x0B
        case "a": 0x07
        case "e": 0x1B
        default: nil
        }
    }
}
