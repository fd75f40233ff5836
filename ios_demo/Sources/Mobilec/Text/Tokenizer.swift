/// Text to the ids of a model and back, as tokenizer.json says.
public protocol Tokenizer: Sendable {
    /// The ids of a text, special tokens included; never cut, never padded. Refuses a text with a
    /// part that the vocabulary has no token for, not even an unknown one.
    func encode(_ text: String) throws -> [Int]

    /// The same of a text, and of its pair where it has one, cut where there is no more room.
    func encode(_ text: String, pair: String?, room: Room) throws -> Encoding

    /// What ids say; special tokens are left out.
    func decode(_ ids: [Int]) -> String
}
