/// What stands around the ids of one text, and around those of a text and its pair.
struct PostProcessor: Sendable, Equatable {
    /// A part of what a model reads, with the type of its tokens.
    enum Part: Sendable, Equatable {
        case special([Int], type: Int)
        case text(type: Int)
        case pair(type: Int)
    }

    /// Nothing around anything.
    static let plain = PostProcessor(one: [.text(type: 0)], two: [.text(type: 0), .pair(type: 1)])

    let one: [Part]
    /// Nil where it is not said how two texts stand side by side.
    let two: [Part]?

    /// `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, as BERT has it.
    static func bert(start: Int, end: Int) -> PostProcessor {
        closed(start, [end], between: [], type: 1)
    }

    /// `<s> A </s>` and `<s> A </s></s> B </s>`, as RoBERTa has it.
    static func roberta(start: Int, end: Int) -> PostProcessor {
        closed(start, [end], between: [end], type: 0)
    }

    private static func closed(_ start: Int, _ end: [Int], between: [Int], type: Int) -> PostProcessor {
        let first: [Part] = [.special([start], type: 0), .text(type: 0), .special(end, type: 0)]
        let second: [Part] = [.special(between, type: 0), .pair(type: type), .special(end, type: type)]
        return PostProcessor(one: first, two: first + second)
    }

    /// How many special tokens stand around one text, or around two.
    func added(isPair: Bool) throws -> Int {
        try parts(isPair).map { part in
            if case .special(let ids, _) = part { ids.count } else { 0 }
        }.reduce(0, +)
    }

    /// The tokens of a text, and of its pair where it has one, with what stands around them.
    func around(_ text: [Int], _ pair: [Int]? = nil) throws -> Encoding {
        var found = Encoding(ids: [], types: [])
        for part in try parts(pair != nil) {
            let (tokens, type) =
                switch part {
                case .special(let ids, let type): (ids, type)
                case .text(let type): (text, type)
                case .pair(let type): (pair ?? [], type)
                }
            found.ids += tokens
            found.types += Array(repeating: type, count: tokens.count)
        }
        return found
    }

    /// This one, and then another around it.
    func inside(_ outer: PostProcessor) -> PostProcessor {
        if self == .plain { return outer }
        if outer == .plain { return self }
        // Two that both add tokens to a pair are in no tokenizer that is known.
        return PostProcessor(
            one: outer.one.flatMap { part in if case .text = part { one } else { [part] } }, two: nil)
    }

    private func parts(_ isPair: Bool) throws -> [Part] {
        if !isPair { return one }
        if let two { return two }
        throw Refused("tokenizer.json does not say how a text and its pair stand side by side")
    }
}
