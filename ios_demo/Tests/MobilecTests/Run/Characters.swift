@testable import Mobilec

/// A token a character, and an end.
struct Characters: Tokenizer {
    func encode(_ text: String) -> [Int] { text.unicodeScalars.map { Int($0.value) } + [1] }

    func encode(_ text: String, pair: String?, room: Room) throws -> Encoding {
        throw Refused("a translator reads sentences whole")
    }

    func decode(_ ids: [Int]) -> String {
        string(ids.filter { $0 > 1 }.compactMap { Unicode.Scalar(UInt32($0)) })
    }
}

/// "[" + text + "]" without "{" and what is beyond the first plane, in `room` tokens: as
/// tests/fixtures/handling.py.
func toy(_ ids: [Int], _ room: Int) -> [Int] {
    let kept = ids.filter { $0 != 1 && $0 != 0x7B && $0 < 0x10000 }
    return Array(([0, 0x5B] + kept + [0x5D, 1]).prefix(room))
}
