/// When a beam search ends: see ``GenerationSettings``.
public enum EarlyStopping: Sendable {
    case always
    case whenNotBetter
    case never
}

/// `added` to the score of the last of `tokens` where the others came just before it.
public struct Bias: Sendable, Equatable {
    public var tokens: [Int]
    public var added: Double

    public init(tokens: [Int], added: Double) {
        self.tokens = tokens
        self.added = added
    }
}

/// Ends come sooner: with n tokens said after the start, n > `start`, the score s of an end is
/// s + |s| * (`factor` ** (n - start) - 1). A factor under 1 puts them off.
public struct Decay: Sendable, Equatable {
    public var start: Int
    public var factor: Double

    public init(start: Int, factor: Double) {
        self.start = start
        self.factor = factor
    }
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
    /// Scores of tokens that were said are divided by it where they are over 0 and multiplied where
    /// they are under.
    public var repetitionPenalty = 1.0
    /// Scores of the source's tokens are multiplied by it where they are over 0 and divided where they
    /// are under.
    public var encoderRepetitionPenalty = 1.0
    /// No n tokens in a row of the source are said; 0 allows it.
    public var encoderNoRepeatNgram = 0
    /// What is added to the scores of some tokens; of single tokens first.
    public var sequenceBias: [Bias] = []
    public var decay: Decay?
    /// What is no number counts 0, and what is infinite the largest or smallest number.
    public var removeInvalid = false

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
        for penalty in [repetitionPenalty, encoderRepetitionPenalty] where !(penalty > 0) {
            throw Refused("a penalty of \(penalty) was asked for; it is over 0, 1 for none")
        }
        guard sequenceBias.allSatisfy({ !$0.tokens.isEmpty }) else { throw Refused("a bias names no token") }
    }

    /// Every token that a setting names.
    var namedTokens: [Int] {
        let forced = forcedEos + [forcedBos].compactMap { $0 }
        let rows = Array(badWords.joined()) + sequenceBias.flatMap(\.tokens)
        return Array([[startId], eosIds, forced, suppress, beginSuppress, rows].joined())
    }

    /// Refuses tokens that a model of `vocabulary` words does not have.
    func refuseUnknown(vocabulary: Int) throws {
        guard let unknown = namedTokens.first(where: { !(0..<vocabulary).contains($0) }) else { return }
        throw Refused(
            "the search's settings name the token \(unknown), and the program knows \(vocabulary); "
                + "export the bundle again")
    }
}
