/// When a beam search ends: see ``GenerationSettings``.
public enum EarlyStopping: Sendable {
    case always
    case whenNotBetter
    case never
}

/// The settings of one search. Lengths count the start token, as transformers counts them.
public struct GenerationSettings: Sendable, Equatable {
    public var startId: Int
    public var eosIds: [Int]
    /// 1 is greedy.
    public var numBeams = 1
    public var lengthPenalty = 1.0
    /// `always` (true in the manifest) ends when `numBeams` translations are finished,
    /// `whenNotBetter` (false) when the best unfinished one would not beat them if it ended now,
    /// `never` ("never") when it could not beat them at any length.
    public var earlyStopping = EarlyStopping.whenNotBetter
    public var minLength = 0
    public var maxLength = 21
    /// No n tokens in a row come twice; 0 allows it.
    public var noRepeatNgram = 0
    /// Rows of tokens that never come.
    public var badWords: [[Int]] = []
    /// The first token after the start.
    public var forcedBos: Int?
    /// The last token where the limit is reached.
    public var forcedEos: [Int] = []
    /// Tokens that never come.
    public var suppress: [Int] = []
    /// Tokens that do not come first.
    public var beginSuppress: [Int] = []
    /// Scores are probabilities again after constraints took some tokens away.
    public var renormalize = false

    public init(startId: Int, eosIds: [Int]) {
        self.startId = startId
        self.eosIds = eosIds
    }

    /// These with another number of beams.
    public func with(beams: Int) -> GenerationSettings {
        var changed = self
        changed.numBeams = beams
        return changed
    }

    /// Whether a translation, from the start token on, ended because there was no room for more. A token that
    /// is forced where the limit is reached ends every such one; among those may be one that would have
    /// ended there by itself.
    public func fills(_ tokens: [Int]) -> Bool {
        guard tokens.count >= maxLength, let last = tokens.last else { return false }
        return !forcedEos.isEmpty || !eosIds.contains(last)
    }

    /// Refuses settings with which nothing can be searched.
    func refuseImpossible() throws {
        guard numBeams >= 1 else {
            throw Refused("\(numBeams) beams were asked for; the fewest are 1 (greedy)")
        }
        guard maxLength >= 2 else { throw Refused("max_length \(maxLength) leaves no token after the start") }
    }

    /// Refuses tokens that a model of `vocabulary` words does not have.
    func refuseUnknown(vocabulary: Int) throws {
        let forced = forcedEos + [forcedBos].compactMap { $0 }
        let named = [[startId], eosIds, forced, suppress, beginSuppress, Array(badWords.joined())].joined()
        guard let unknown = named.first(where: { !(0..<vocabulary).contains($0) }) else { return }
        throw Refused(
            "the search's settings name the token \(unknown), and the program knows \(vocabulary); "
                + "export the bundle again")
    }
}
