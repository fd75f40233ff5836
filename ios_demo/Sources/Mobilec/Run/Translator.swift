/// The program of a bundle with its search and its words.
public final class Translator {
    public let words: Words
    /// Those of the manifest.
    public let settings: GenerationSettings
    /// What is searched with; for checks that force tokens.
    public let model: any StepModel
    private let program: any Program
    private let longest: Int

    /// Loads the program of the engine's format.
    public convenience init(_ bundle: Bundle, engine: any Engine, options: EngineOptions) throws {
        _ = try decoding(of: bundle)
        let words = try bundle.readWords()
        try self.init(bundle, format: engine.name, program: try loaded(bundle, engine, options), words: words)
    }

    /// With a program of a format that is loaded.
    public init(_ bundle: Bundle, format: String, program: any Program, words: Words) throws {
        let decoding = try decoding(of: bundle)
        model = try stepModel(program, try bundle.manifest.program(format), decoding)
        settings = decoding.settings
        longest = bundle.manifest.limits.longest
        self.words = words
        self.program = program
    }

    /// The tokens for one source, from the start token on.
    public func tokens(_ ids: [Int]) throws -> [Int] { try tokens(ids, settings) }

    /// The same with other settings.
    public func tokens(_ ids: [Int], _ settings: GenerationSettings) throws -> [Int] {
        guard ids.count <= longest else {
            throw Refused(
                "a source of \(ids.count) tokens was given, and the program takes \(longest); split it at its "
                    + "sentences, or export for longer sources")
        }
        return try search(model, ids, settings)
    }

    /// A text of any length, sentence by sentence; its paragraphs stay. Ends with `CancellationError`
    /// where the task is cancelled.
    public func translate(_ text: String, handling: Handling = Handling()) throws -> Translation {
        var speaker = speaker(handling)
        return try speaker.translation(text)
    }

    /// For one text, or for one piece.
    func speaker(_ handling: Handling) -> Speaker {
        Speaker(words: words, longest: longest, settings: settings, handling: handling) {
            try self.tokens($0)
        }
    }

    public func close() { program.close() }
}

/// How a bundle's translations are searched for.
func decoding(of bundle: Bundle) throws -> Decoding {
    if let found = bundle.manifest.decoding { return found }
    throw Refused(
        "the bundle \"\(bundle.manifest.name)\" is of the task \(bundle.manifest.task), and does not translate"
    )
}
