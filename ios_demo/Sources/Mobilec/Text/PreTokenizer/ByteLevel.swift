/// Writes each byte of UTF-8 as a letter, as GPT-2 did, so that no text is unknown.
struct ByteLevel: PreTokenizer {
    let prependsSpace: Bool
    /// What finds words; nil where nothing is cut.
    private let words: Expression?

    init(prependsSpace: Bool, splits: Bool) throws {
        self.prependsSpace = prependsSpace
        words = splits ? try Expression(Self.pattern) : nil
    }

    func cut(_ pieces: CutText) -> CutText {
        let space = UInt8(ascii: " ")
        var found = pieces
        if prependsSpace {
            found = found.rewritten { piece, _, made in
                if piece[0] != space { made.append(space) }
                made += piece
            }
        }
        if let words { found = found.cut(at: words, .isolated) }
        return found.rewritten { piece, _, made in
            for byte in piece { made.append(code: Self.letters[Int(byte)]) }
        }
    }

    /// The pattern of GPT-2 (openai/gpt-2, src/encoder.py).
    private static let pattern =
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"

    /// Bytes that are visible in Latin-1 stand for themselves, the others for letters from U+0100 on.
    private static let letters: [UInt32] = {
        let visible = CodeSet([0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF])
        var next: UInt32 = 0x100
        return (UInt32(0)..<256).map { byte in
            if visible.contains(byte) { return byte }
            defer { next += 1 }
            return next
        }
    }()

    /// The bytes by their letters, of which the last is U+0143.
    private static let bytes: [UInt8?] = {
        var bytes = [UInt8?](repeating: nil, count: 0x144)
        for (byte, letter) in letters.enumerated() { bytes[Int(letter)] = UInt8(byte) }
        return bytes
    }()
}

extension ByteLevel: TokenDecoder {
    /// The way back, all at once, as one character may be spread over several tokens.
    func decode(_ tokens: Tokens) -> Tokens {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tokens.bytes.count)
        let byLetter = Self.bytes
        tokens.forEach { token in
            let start = bytes.count
            var isSpelled = true
            token.forEachCode { code in
                if code < byLetter.count, let byte = byLetter[Int(code)] {
                    bytes.append(byte)
                } else {
                    isSpelled = false
                }
            }
            if !isSpelled {
                bytes.removeLast(bytes.count - start)
                bytes += token
            }
        }
        return Tokens([Utf8.lossy(bytes)])
    }
}
