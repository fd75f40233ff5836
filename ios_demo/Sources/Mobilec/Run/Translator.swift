/// The program of a bundle with its search and its words.
public final class Translator {
    public let words: Words
    /// Those of the manifest.
    public let settings: GenerationSettings
    /// What is searched with where the bundle has a shortlist; nil where every word may come.
    public let shortlisted: ShortlistedDecoder?
    /// The method that is called for each token.
    package let step: String
    private let program: any Program
    private let allWords: AllWords
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
        let file = try bundle.manifest.program(format)
        let allWords = AllWords { try stepModel(program, file, decoding) }
        shortlisted = try decoding.shortlist.map { entry in
            let lists = try bundle.wordLists(entry, file)
            return try Mobilec.shortlisted(program, file, decoding, entry, lists) { try allWords.model }
        }
        if shortlisted == nil { _ = try allWords.model }
        self.allWords = allWords
        step = decoding.step(file)
        settings = decoding.settings
        longest = bundle.manifest.limits.longest
        self.words = words
        self.program = program
    }

    /// Scores every word; for checks that force tokens.
    public var model: any StepModel { get throws { try allWords.model } }

    /// The tokens for one source, from the start token on.
    public func tokens(_ ids: [Int]) throws -> [Int] { try tokens(ids, settings) }

    /// The same with other settings.
    public func tokens(_ ids: [Int], _ settings: GenerationSettings) throws -> [Int] {
        guard ids.count <= longest else {
            throw Refused(
                "a source of \(ids.count) tokens was given, and the program takes \(longest); split it at its "
                    + "sentences, or export for longer sources")
        }
        return try search(try shortlisted ?? model, ids, settings)
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

/// The model that scores every word, made when it is first asked for: a search by a shortlist may have states
/// of its own.
private final class AllWords {
    private let make: () throws -> any StepModel
    private var made: (any StepModel)?

    init(_ make: @escaping () throws -> any StepModel) {
        self.make = make
    }

    var model: any StepModel {
        get throws {
            if let made { return made }
            let model = try make()
            made = model
            return model
        }
    }
}

/// How a bundle's translations are searched for.
func decoding(of bundle: Bundle) throws -> Decoding {
    if let found = bundle.manifest.decoding { return found }
    throw Refused(
        "the bundle \"\(bundle.manifest.name)\" is of the task \(bundle.manifest.task), and does not translate"
    )
}
