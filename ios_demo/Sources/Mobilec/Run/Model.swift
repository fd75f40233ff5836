import Foundation

/// Owns the loaded program of a bundle; nothing else touches it. One call after the other, on a thread of
/// its own, as a translation would hold up a thread of Swift's pool for as long as it takes.
///
/// A call that is refused or cancelled leaves the model as it was: the next one starts with a sentence.
public actor Model {
    public nonisolated let bundle: Bundle
    private let engine: any Engine
    private let options: EngineOptions
    private let thread = SerialThread("dev.mobilec.model")
    private var open: Open?
    private var program: (any Program)?

    private enum Open {
        case translator(Translator)
        case classifier(Classifier)
    }

    /// Loads nothing yet. `options`: nil for what is usual for the engine.
    public init(_ bundle: Bundle, engine: any Engine, options: EngineOptions? = nil) {
        self.bundle = bundle
        self.engine = engine
        self.options = options ?? engine.usualOptions
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    public var isLoaded: Bool { open != nil }

    /// Where the program runs, as ``Program/units``; nil where it is not loaded.
    public var units: ComputeUnits? { program?.units }

    /// Compiles the program where that is needed, and loads it; nothing where it is loaded.
    public func load() async throws {
        if open != nil { return }
        let file = try bundle.manifest.program(engine.name)
        try await engine.prepare(file, at: bundle.url(of: file))
        // Someone else may have loaded it meanwhile.
        if open != nil { return }
        do {
            open = try opened()
        } catch {
            program?.close()
            program = nil
            throw error
        }
    }

    /// A text of any length in the other language; loads the program first where it is not.
    public func translate(_ text: String, handling: Handling = Handling()) async throws -> Translation {
        try await translator().translate(text, handling: handling)
    }

    /// What of a text is translated one at a time, for ``said(_:handling:)``.
    func pieces(_ text: String, handling: Handling) async throws -> [Piece] {
        try await translator().speaker(handling).pieces(text)
    }

    /// A piece in the other language.
    func said(_ piece: String, handling: Handling) async throws -> Translation {
        var speaker = try await translator().speaker(handling)
        return try speaker.translation(piece: piece)
    }

    /// The label of a text, or of a text and its pair; loads the program first where it is not.
    public func classify(_ text: String, pair: String? = nil) async throws -> Classified {
        guard case .classifier(let classifier) = try await ready() else { throw wrongTask("classify") }
        return try classifier.classify(text, pair: pair)
    }

    /// How many ids the classifier reads of a text, or of a text and its pair.
    public func count(_ text: String, pair: String? = nil) async throws -> Int {
        try await load()
        guard case .classifier(let classifier) = open else { throw wrongTask("classify") }
        return try classifier.encode(text, pair: pair).ids.count
    }

    /// Whether the loaded program answers the bundle's goldens as it should on this device.
    public func checkGoldens() async throws -> Goldens {
        let golden = try bundle.golden
        return switch try await ready() {
        case .translator(let translator): try translator.goldens(golden, of: engine.name)
        case .classifier(let classifier): try classifier.goldens(golden, of: engine.name)
        }
    }

    /// Gives the memory back.
    public func unload() {
        switch open {
        case .translator(let translator): translator.close()
        case .classifier(let classifier): classifier.close()
        case nil: break
        }
        open = nil
        program = nil
    }

    private func translator() async throws -> Translator {
        guard case .translator(let translator) = try await ready() else { throw wrongTask("translate") }
        return translator
    }

    private func ready() async throws -> Open {
        try await load()
        try Task.checkCancellation()
        guard let open else { throw Refused("the program was unloaded meanwhile; ask again") }
        return open
    }

    private func opened() throws -> Open {
        switch bundle.manifest.task {
        case BundleTask.classification:
            let tokenizer = try bundle.readTokenizer()
            return .classifier(try Classifier(bundle, program: try loadedProgram(), tokenizer: tokenizer))
        default:
            _ = try decoding(of: bundle)
            let words = try bundle.readWords()
            return .translator(
                try Translator(bundle, format: engine.name, program: try loadedProgram(), words: words))
        }
    }

    private func loadedProgram() throws -> any Program {
        let found = try loaded(bundle, engine, options)
        program = found
        return found
    }

    private func wrongTask(_ wanted: String) -> Refused {
        Refused(
            "the bundle \"\(bundle.manifest.name)\" is of the task \(bundle.manifest.task), and does not \(wanted)"
        )
    }
}
