/// A translator that may say only the words that a shortlist allows for its source: logits of all others are
/// -infinity.
public final class ShortlistedDecoder: StepModel {
    /// Words that every sentence may have, whatever its shortlist says, as names that are to stay.
    public var more: [Int] = []
    private let model: any StepModel
    private let lists: WordLists
    private let output: OutputRows?
    private var words: [Int] = []
    private var logits = Tensor(.float32, shape: [0, 0])

    /// `output`: of some words, where `model` answers with what the output layer is given; nil where it
    /// answers with the logits of all.
    init(_ model: any StepModel, _ lists: WordLists, _ output: OutputRows?) {
        self.model = model
        self.lists = lists
        self.output = output
    }

    public var hypotheses: Int { model.hypotheses }
    public var capacity: Int { model.capacity }

    /// As ``StepModel``. Padding has no words.
    public func encode(_ ids: [Int], mask: [Int]?) throws {
        try model.encode(ids, mask: mask)
        let read = mask.map { mask in zip(ids, mask).filter { $1 != 0 }.map(\.0) } ?? ids
        words = try lists.allowed(read, more: more)
        try output?.read(words)
    }

    public func step(_ tokens: [Int], position: Int) throws -> Tensor {
        let found = try model.step(tokens, position: position)
        guard let output else {
            guard found.shape[1] == lists.targetWords else {
                throw Refused(
                    "the program scores \(found.shape[1]) words, and the shortlist is of \(lists.targetWords); "
                        + "export the bundle again")
            }
            for at in 0..<found.shape[0] { leaveOut(found.row(at)) }
            return found
        }
        let shape = [found.shape[0], lists.targetWords]
        if logits.shape != shape { logits = Tensor(.float32, shape: shape) }
        // All of it: a search may have written anywhere.
        logits.floats.update(repeating: -.infinity)
        for at in 0..<found.shape[0] { try output.score(found.row(at), into: logits.row(at)) }
        return logits
    }

    public func reorder(_ origins: [Int]) throws { try model.reorder(origins) }

    public func reset() throws { try model.reset() }

    /// Everything between two words.
    private func leaveOut(_ row: Row) {
        var begin = 0
        for word in words {
            Row(rebasing: row[begin..<word]).update(repeating: -.infinity)
            begin = word + 1
        }
        Row(rebasing: row[begin...]).update(repeating: -.infinity)
    }
}

/// `program` searched by `lists`: by the methods that `entry` names where `file` has them, else by the
/// logits of `model`.
func shortlisted(
    _ program: any Program, _ file: ProgramFile, _ decoding: Decoding, _ entry: ShortlistEntry,
    _ lists: WordLists, _ model: () throws -> any StepModel
) throws -> ShortlistedDecoder {
    guard entry.goesAround(file), let rows = file.methods.first(where: { $0.name == entry.rows }) else {
        return ShortlistedDecoder(try model(), lists, nil)
    }
    let hidden = try stepModel(program, file, decoding, method: entry.method, returns: TensorName.hidden)
    return ShortlistedDecoder(hidden, lists, try OutputRows(program, rows))
}
