/// A state by the names of the tensors that bring it in and out; its shape is the input's.
public struct StateEntry: Sendable, Equatable {
    public let name: String
    public let new: String
    public let update: Update

    public init(name: String, new: String, update: Update) {
        self.name = name
        self.new = new
        self.update = update
    }
}

/// Which words a sentence may become, by its source words: `path` of the file, as ``WordLists`` reads it. A
/// program that has the methods `method`, which takes what `decode` takes and returns what its output layer
/// would be given, and `rows`, which has rows of that layer, is called by them; of another the logits of all
/// other words are left out.
public struct ShortlistEntry: Sendable, Equatable {
    public let path: String
    public let method: String
    public let rows: String

    public init(path: String, method: String, rows: String) {
        self.path = path
        self.method = method
        self.rows = rows
    }

    /// Whether `file` has both methods.
    func goesAround(_ file: ProgramFile) -> Bool {
        [method, rows].allSatisfy { name in file.methods.contains { $0.name == name } }
    }
}

/// How a translation is searched for, and what is kept between two steps: by the caller, or by a file
/// that has states itself.
public struct Decoding: Sendable, Equatable {
    public let settings: GenerationSettings
    public let hypotheses: Int
    public let capacity: Int
    public let source: [String]
    public let states: [StateEntry]
    /// Nil where every word may come.
    public var shortlist: ShortlistEntry?

    /// The method of `file` that a search calls for each token.
    func step(_ file: ProgramFile) -> String {
        guard let shortlist, shortlist.goesAround(file) else { return MethodName.decode }
        return shortlist.method
    }

    /// Methods of `file` that a search leaves to checks that force tokens.
    func later(_ file: ProgramFile) -> Set<String> {
        step(file) == MethodName.decode ? [] : [MethodName.decode]
    }
}
