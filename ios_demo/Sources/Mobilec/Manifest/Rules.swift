/// What no bundle's manifest may say, whoever wrote it: exporters/bundle/rules.py refuses the same.
extension Manifest {
    static let longestNameBytes = 255
    static let mostTokens = 1 << 20
    static let strongestPenalty = 100.0

    /// `place` names the manifest in the refusal.
    func refuseContradictions(at place: String) throws {
        let found = naming + sizes + limiting + doing + (decoding.map(searching) ?? [])
        if let first = found.first { throw Refused("\(place) \(first); export the bundle again") }
    }

    /// Whether it is the name of a folder, or of one in another.
    static func isPlain(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let plain = parts.count <= 2 && !parts.contains { ["", ".", ".."].contains($0) }
        let unfit = name.unicodeScalars.contains {
            isControl($0) || $0 == "\\" || $0 == ":"
        }
        return plain && name.utf8.count <= longestNameBytes && !unfit
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private var naming: [String] {
        var found: [String] = []
        if !Self.isPlain(name) {
            found.append("has the name \"\(name.prefix(60))\", which is no name of a folder")
        }
        if files.isEmpty { found.append("lists no program") }
        let counts = Dictionary(listed.map { ($0.path, 1) }, uniquingKeysWith: +)
        found += counts.filter { $0.value > 1 }.keys.sorted().map { "lists \"\($0)\" twice" }
        let known = Set(texts.map(\.path))
        let named = [text.tokenizer, text.targetTokenizer].compactMap { $0 }
        return found
            + named.filter { !known.contains($0) }.map {
                "reads its text with \"\($0)\", which it does not list"
            }
    }

    private var sizes: [String] {
        var found = [("unique_parameters", uniqueParameters - 1)]
        found += listed.map { ("size_bytes of \($0.path)", $0.sizeBytes) }
        for program in files {
            found.append(("int8_bytes of \(program.path)", program.int8Bytes))
            found.append(("ideal_bytes of \(program.path)", program.idealBytes))
            found += program.storedBytes.map { ("stored_bytes of \($0) of \(program.path)", $1) }
            found += program.again.map { ("size_bytes of \($0.name) again", $0.sizeBytes) }
        }
        return found.filter { $0.1 < 0 }.map { "has a number of bytes that cannot be: \($0.0)" }
    }

    private var limiting: [String] {
        var found: [String] = []
        let (shortest, longest, target) = (limits.shortest, limits.longest, limits.longestTarget)
        if shortest < 1 || longest < shortest || longest > Self.mostTokens
            || !(1...Self.mostTokens).contains(target ?? 1)
        {
            found.append(
                "has limits that cannot be: from \(shortest) to \(longest) tokens, and translations of "
                    + (target.map(String.init) ?? "none"))
        }
        if !(0...Int(Int32.max)).contains(text.padId) {
            found.append("has the pad_id \(text.padId), which is no id of a token")
        }
        return found
    }

    private var doing: [String] {
        var found: [String] = []
        let labels = text.labels
        if task == BundleTask.classification, Set(labels).count < max(2, labels.count) {
            found.append("has \(labels.count) labels, and a classifier has two or more, each once")
        }
        if labels.contains(where: { $0.unicodeScalars.contains(where: Self.isControl) }) {
            found.append("has a label with a control character, which a terminal would obey")
        }
        if task == BundleTask.translation, decoding == nil {
            found.append("does not say how a translation is searched for")
        }
        return found
    }

    private func searching(_ decoding: Decoding) -> [String] {
        var found: [String] = []
        let settings = decoding.settings
        let wrong = settings.namedTokens.filter { !(0...Int(Int32.max)).contains($0) }
        if !wrong.isEmpty || settings.eosIds.isEmpty {
            let first = wrong.first.map(String.init) ?? "no end"
            found.append("names tokens for its search that cannot be: \(first)")
        }
        if settings.numBeams > decoding.hypotheses {
            found.append("searches with \(settings.numBeams) beams of \(decoding.hypotheses) hypotheses")
        }
        let (shortest, longest) = (settings.minLength, settings.maxLength)
        if shortest < 0 || shortest > longest || longest - 1 > decoding.capacity {
            found.append(
                "searches for \(shortest) to \(longest) tokens, with room for \(decoding.capacity)")
        }
        let (own, source) = (settings.noRepeatNgram, settings.encoderNoRepeatNgram)
        let runs = 0...Self.mostTokens
        if !runs.contains(own) || !runs.contains(source) {
            found.append("forbids runs of \(own) and \(source) tokens, which cannot be")
        }
        if !(abs(settings.lengthPenalty) <= Self.strongestPenalty) {
            found.append("has the length penalty \(settings.lengthPenalty), which cannot be")
        }
        return found
    }
}
