/// What a model reads of a text, or of a text and its pair: `ids`, and of each in `types` its part, 0 or 1.
public struct Encoding: Sendable, Equatable {
    public var ids: [Int]
    public var types: [Int]

    public init(ids: [Int], types: [Int]) {
        self.ids = ids
        self.types = types
    }
}

/// At most `longest` tokens, special ones included. What is too much goes from the end of a text, or from
/// its beginning where it `keepsEnd`.
public struct Room: Sendable, Equatable {
    public var longest: Int
    public var keepsEnd: Bool

    public init(longest: Int, keepsEnd: Bool = false) {
        self.longest = longest
        self.keepsEnd = keepsEnd
    }

    /// What stays of the tokens of a text where `added` special ones stand around it.
    func cut(_ tokens: [Int], added: Int) -> [Int] { part(tokens, max(0, longest - added)) }

    /// What stays of the tokens of a text and of its pair: the longer one is cut first, until both are as
    /// long, then both (`longest_first` of transformers; truncation.rs of tokenizers).
    func cut(_ first: [Int], _ second: [Int], added: Int) -> (first: [Int], second: [Int]) {
        let room = max(0, longest - added)
        if first.count + second.count <= room { return (first, second) }
        let shorter = min(first.count, second.count, room / 2)
        let longer = room - shorter
        return first.count > second.count
            ? (part(first, longer), part(second, shorter)) : (part(first, shorter), part(second, longer))
    }

    private func part(_ tokens: [Int], _ count: Int) -> [Int] {
        keepsEnd ? tokens.suffix(count) : Array(tokens.prefix(count))
    }
}
