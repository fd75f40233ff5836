/// Writes spaces as a sign and cuts before each.
struct Metaspace: PreTokenizer {
    /// What gets a sign at its beginning.
    enum Scheme: String { case always, first, never }

    let scheme: Scheme
    let splits: Bool

    private let written: [UInt8]
    private let signs: EachOf

    init(sign: UInt32, scheme: Scheme, splits: Bool) {
        self.scheme = scheme
        self.splits = splits
        var written: [UInt8] = []
        written.append(code: sign)
        self.written = written
        signs = EachOf(codes: CodeSet(sign))
    }

    var asksForBeginning: Bool { scheme == .first }

    func cut(_ pieces: CutText) -> CutText {
        let marked = pieces.rewritten { piece, begins, made in
            let isLed = piece[0] == UInt8(ascii: " ") || piece.hasPrefix(written)
            if !isLed && leads(begins) { made += written }
            for byte in piece {
                if byte == UInt8(ascii: " ") { made += written } else { made.append(byte) }
            }
        }
        return splits ? marked.cut(at: signs, .mergedWithNext) : marked
    }

    private func leads(_ begins: Bool) -> Bool {
        switch scheme {
        case .always: true
        case .first: begins
        case .never: false
        }
    }
}

extension Metaspace: TokenDecoder {
    /// The way back: the sign at the beginning of a text came from the scheme, and goes.
    func decode(_ tokens: Tokens) -> Tokens {
        tokens.mapped { token, at in
            token.replacing(written, with: at == 0 && scheme != .never ? [] : [UInt8(ascii: " ")])
        }
    }
}
