import Foundation

@testable import Mobilec

/// A bundle's shortlist of small numbers as its file has it: the target words of each source word, and last
/// those of every sentence.
func shortlist(_ targetWords: Int, _ lists: [[Int]]) -> Data {
    var bytes = Data("mobilecW".utf8)
    for number in [1, lists.count - 1, targetWords] {
        withUnsafeBytes(of: UInt32(number).littleEndian) { bytes.append(contentsOf: $0) }
    }
    for list in lists {
        withUnsafeBytes(of: UInt16(list.count).littleEndian) { bytes.append(contentsOf: $0) }
    }
    for list in lists {
        for (before, word) in zip([0] + list, list) {
            precondition(0..<128 ~= word - before)
            bytes.append(UInt8(word - before))
        }
    }
    return bytes
}
