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

/// How a translation is searched for, and what is kept between two steps: by the caller, or by a file
/// that has states itself.
public struct Decoding: Sendable, Equatable {
    public let settings: GenerationSettings
    public let hypotheses: Int
    public let capacity: Int
    public let source: [String]
    public let states: [StateEntry]
}
