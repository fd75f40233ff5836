/// A pattern and how far it was read.
struct PatternSource {
    private let pattern: String
    private let scalars: [Unicode.Scalar]
    private(set) var at = 0

    init(_ pattern: String) {
        self.pattern = pattern
        scalars = Array(pattern.unicodeScalars)
    }

    var atEnd: Bool { at == scalars.count }

    /// The character before the place that was read up to.
    var last: Unicode.Scalar? { at > 0 ? scalars[at - 1] : nil }

    func sees(_ what: String) -> Bool {
        scalars[at...].starts(with: what.unicodeScalars)
    }

    mutating func take(_ what: String) -> Bool {
        guard sees(what) else { return false }
        at += what.unicodeScalars.count
        return true
    }

    /// As many characters as a condition holds for, `most` of them.
    mutating func take(upTo most: Int, while holds: (Unicode.Scalar) -> Bool) -> String {
        let taken = scalars[at...].prefix(most).prefix(while: holds)
        at += taken.count
        return String(String.UnicodeScalarView(taken))
    }

    /// What `read` reads; where it finds nothing, nothing was read.
    mutating func attempt<T>(_ read: (inout PatternSource) throws -> T?) rethrows -> T? {
        let start = at
        let found = try read(&self)
        if found == nil { at = start }
        return found
    }

    func next(_ count: Int) -> String {
        String(String.UnicodeScalarView(scalars[at...].prefix(count)))
    }

    mutating func code() throws -> UInt32 {
        guard !atEnd else { throw refusal("its end where more is expected") }
        at += 1
        return scalars[at - 1].value
    }

    func refusal(_ what: String) -> Refused {
        Refused(
            "the regular expression \(pattern) of the tokenizer has \(what) at place \(at), which this app does "
                + "not read; export the model with another tokenizer")
    }
}
