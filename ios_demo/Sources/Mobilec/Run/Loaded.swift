/// The program of the engine's format as a search calls it: of any length, and of ids also where the
/// file wants rows. What ``Engine/prepare(_:at:)`` does must be done before.
public func loaded(_ bundle: Bundle, _ engine: any Engine, _ options: EngineOptions) throws -> any Program {
    if let why = engine.unavailable() { throw Refused(why) }
    try engine.refuseUnfit(options)
    let file = try bundle.manifest.program(engine.name)
    let url = bundle.url(of: file)
    var options = options
    options.later.formUnion(bundle.manifest.decoding?.later(file) ?? [])
    let program = try engine.load(file, at: url, options: options)
    return try withRows(withFixedSizes(program, file, padId: bundle.manifest.text.padId), file, at: url)
}

extension Bundle {
    /// The tokenizer that reads its texts.
    public func readTokenizer() throws -> any Tokenizer { try Tokenizers.read(json: try tokenizer()) }

    /// The words of a bundle that translates.
    public func readWords() throws -> Words {
        let source = try readTokenizer()
        let target = try targetTokenizer().map { try Tokenizers.read(json: $0) } ?? source
        return Words(source: source, target: target, entry: manifest.text) { sentences(in: $0, language: $1) }
    }
}
