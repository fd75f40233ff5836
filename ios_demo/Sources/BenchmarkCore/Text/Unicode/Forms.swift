import Foundation

/// The normalization forms of Unicode 9, which the library knows.
enum Forms {
    case nfc, nfd, nfkc, nfkd

    func of(_ text: [UInt8]) -> [UInt8] {
        if text.allSatisfy({ $0 < 0x80 }) { return text }
        var made: [UInt8] = []
        text.withUnsafeBufferPointer { text in
            var from = 0
            var at = 0
            while at < text.count {
                let (code, next) = text.code(at: at)
                if !Categories.normalized.contains(code) {
                    if from < at { made += platform(text.slice(from..<at)) }
                    made.append(code: code)
                    from = next
                }
                at = next
            }
            if from < text.count { made += platform(text.slice(from..<text.count)) }
        }
        return made
    }

    private func platform(_ text: Bytes) -> [UInt8] {
        let text = String(decoding: text, as: UTF8.self)
        switch self {
        case .nfc: return Array(text.precomposedStringWithCanonicalMapping.utf8)
        case .nfd: return Array(text.decomposedStringWithCanonicalMapping.utf8)
        case .nfkc: return Array(text.precomposedStringWithCompatibilityMapping.utf8)
        case .nfkd: return Array(text.decomposedStringWithCompatibilityMapping.utf8)
        }
    }
}
