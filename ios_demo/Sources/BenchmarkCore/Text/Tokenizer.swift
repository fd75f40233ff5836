/// Text to ids and back, as a tokenizer.json says.
public protocol Tokenizer: Sendable {
    /// Special tokens included.
    func encode(_ text: String) -> [Int]

    /// Special tokens left out.
    func decode(_ ids: [Int]) -> String
}
