/// What a search asks of a model, whatever runs it: one source and the hypotheses so far.
public protocol StepModel: AnyObject {
    /// The most hypotheses that a step extends.
    var hypotheses: Int { get }

    /// The most steps of one sentence.
    var capacity: Int { get }

    /// Reads a source and forgets the sentence before it; `mask`: 0 where it is padding, nil for none.
    func encode(_ ids: [Int], mask: [Int]?) throws

    /// The last token of each hypothesis (n), at a position, to logits (n, vocabulary), float32. The
    /// caller may change them; the next step writes into them again.
    func step(_ tokens: [Int], position: Int) throws -> Tensor

    /// Hypothesis i goes on from what was hypothesis origins[i].
    func reorder(_ origins: [Int]) throws

    /// Goes back to position 0 of the same source.
    func reset() throws
}

extension StepModel {
    /// A source without padding.
    public func encode(_ ids: [Int]) throws { try encode(ids, mask: nil) }
}
