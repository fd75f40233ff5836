import Foundation

extension Manifest {
    /// The schemas of manifest.json that this app reads.
    static let schemas = [1, 2]
    static let fileName = "manifest.json"

    /// Reads and checks manifest.json of a folder: its schema, its fields, and that no path leaves.
    public static func read(in folder: URL) throws -> Manifest {
        let file = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw Refused("\(folder.path) is not a bundle: it has no \(fileName)")
        }
        return try Manifest(try Json.read(file), at: file.path)
    }

    /// The manifest in a document; `place` names it in refusals.
    init(_ document: Json, at place: String) throws {
        guard let schema = Self.schemas.first(where: { document["schema"] == .integer($0) }) else {
            let read = Self.schemas.map(String.init).joined(separator: " and ")
            throw Refused(
                "\(place) has schema \(document["schema"] ?? .null); this app reads \(read): "
                    + "export the bundle with the mobilec of this app")
        }
        self = try document.record(at: place) { try $0.manifest(document, schema) }
        for file in listed { try refuseOutside(file.path, named: place) }
    }
}

/// Parts of a manifest; those that also stand in fixtures are not private.
extension Fields {
    fileprivate func manifest(_ document: Json, _ schema: Int) throws -> Manifest {
        _ = try long("schema")
        // What only people ask for; it is in the document.
        for name in ["compression", "quality", "parity", "verified_on", "ids_held_against"] { any(name) }
        let (asked, kept) = try record("precision") { fields in
            for name in ["why", "most_error", "least_agreement"] { fields.any(name) }
            return (try fields.text("asked"), try fields.texts("kept_float"))
        }
        return Manifest(
            name: try text("name"),
            task: try text("task"),
            created: try text("created"),
            tool: try record("tool") { Tool(version: try $0.text("version"), commit: try $0.text("commit")) },
            source: try record("source") { try $0.source() },
            files: try records("files") { try $0.program() },
            texts: try records("texts") { try $0.textFile() },
            text: try record("text") { try $0.textEntry() },
            limits: try record("limits") { try $0.limits() },
            precision: asked,
            keptFloat: kept,
            uniqueParameters: try long("unique_parameters"),
            decoding: try recordOrNil("decoding") {
                try schema == 1 ? $0.decodingOfSizes() : $0.decoding()
            },
            document: document)
    }

    private func source() throws -> Source {
        Source(
            model: try text("model"), origin: try text("origin"), architecture: try text("architecture"),
            family: try text("family"), sha256: try text("sha256"), licence: try textOrNil("licence"))
    }

    private func program() throws -> ProgramFile {
        ProgramFile(
            path: try text("path"),
            format: try text("format"),
            runtime: try text("runtime"),
            runtimeVersion: try text("runtime_version"),
            precision: try text("precision"),
            sizeBytes: try long("size_bytes"),
            sha256: try text("sha256"),
            methods: try records("methods") { try $0.method() },
            storedBytes: try map("stored_bytes") { try $0.whole(at: $1) },
            int8Bytes: try long("int8_bytes"),
            idealBytes: try long("ideal_bytes"),
            rowTables: try records("row_tables") { try $0.rowTable() },
            again: try records("again") { try $0.again() })
    }

    private func method() throws -> MethodEntry {
        MethodEntry(
            name: try text("name"), inputs: try records("inputs") { try $0.tensor() },
            outputs: try records("outputs") { try $0.tensor() }, arenaBytes: try longOrNil("arena_bytes"),
            states: try records("states") { try $0.tensor() })
    }

    private func tensor() throws -> TensorEntry {
        TensorEntry(name: try text("name"), dtype: try text("dtype"), shape: try list("shape", size))
    }

    private func rowTable() throws -> RowTable {
        RowTable(
            name: try text("name"), offset: try long("offset"), rows: try int("rows"),
            width: try int("width"),
            dtype: try text("dtype"), scalesOffset: try longOrNil("scales_offset"),
            inputs: try records("inputs") {
                RowsInput(method: try $0.text("method"), name: try $0.text("name"))
            },
            first: try intOrNil("first") ?? 0, column: try intOrNil("column") ?? 0)
    }

    private func again() throws -> Again {
        Again(name: try text("name"), sizeBytes: try long("size_bytes"), reason: try text("reason"))
    }

    private func textFile() throws -> TextFile {
        TextFile(
            path: try text("path"), role: try text("role"), sizeBytes: try long("size_bytes"),
            sha256: try text("sha256"))
    }

    private func textEntry() throws -> TextEntry {
        TextEntry(
            tokenizer: try text("tokenizer"),
            labels: try texts("labels"),
            padId: try long("pad_id"),
            targetTokenizer: try textOrNil("target_tokenizer"),
            prefix: try textOrNil("prefix") ?? "",
            sourceLanguage: try textOrNil("source_language"),
            targetLanguage: try textOrNil("target_language"),
            unknown: try recordOrNil("unknown") {
                Unknown(first: try $0.long("first"), id: try $0.long("id"))
            },
            sourceScripts: try texts("source_scripts"),
            pairs: try booleanOrNil("pairs") ?? false,
            keepsEnd: try keepsEnd(try textOrNil("truncation_side")))
    }

    private func keepsEnd(_ side: String?) throws -> Bool {
        switch side {
        case nil, "right": return false
        case "left": return true
        case let side?:
            throw Refused("\(place).truncation_side is \"\(side)\"; it can be \"left\" or \"right\"")
        }
    }

    private func limits() throws -> Limits {
        Limits(
            shortest: try int("shortest"), longest: try int("longest"),
            longestTarget: try intOrNil("longest_target"))
    }

    private func decoding() throws -> Decoding {
        Decoding(
            settings: try record("settings") { try $0.settings() },
            hypotheses: try extent("hypotheses"), capacity: try extent("capacity"),
            source: try texts("source"),
            states: try records("states") {
                StateEntry(name: try $0.text("name"), new: try $0.text("new"), update: try $0.update())
            },
            shortlist: try recordOrNil("shortlist") {
                ShortlistEntry(
                    path: try $0.text("path"), method: try $0.text("method"), rows: try $0.text("rows"))
            })
    }

    /// Schema 1 counted what a Transformer keeps whose layers are all alike, and named none of it.
    private func decodingOfSizes() throws -> Decoding {
        let settings = try record("settings") { try $0.settings() }
        return try record("layout") {
            for name in ["heads", "width"] { _ = try $0.extent(name) }
            let names = (0..<(try $0.extent("layers"))).flatMap { ["key_\($0)", "value_\($0)"] }
            return Decoding(
                settings: settings, hypotheses: try $0.extent("hypotheses"),
                capacity: try $0.extent("capacity"),
                source: names.map { "cross_\($0)" },
                states: names.map { StateEntry(name: $0, new: "new_\($0)", update: .append) })
        }
    }

    func update() throws -> Update {
        let rule = try text("update")
        if let found = Update(rawValue: rule) { return found }
        throw Refused("\(place).update is \"\(rule)\"; this app knows \"append\" and \"replace\"")
    }

    func settings() throws -> GenerationSettings {
        var found = GenerationSettings(startId: try int("start_id"), eosIds: try ints("eos_ids"))
        found.numBeams = try int("num_beams")
        found.lengthPenalty = try double("length_penalty")
        found.earlyStopping = try earlyStopping(any("early_stopping"))
        found.minLength = try int("min_length")
        found.maxLength = try int("max_length")
        found.noRepeatNgram = try int("no_repeat_ngram")
        found.badWords = try list("bad_words") { try $0.items(at: $1) { try $0.small(at: $1) } }
        found.forcedBos = try intOrNil("forced_bos")
        found.forcedEos = try ints("forced_eos")
        found.suppress = try ints("suppress")
        found.beginSuppress = try ints("begin_suppress")
        found.renormalize = try boolean("renormalize")
        found.repetitionPenalty = try doubleOrNil("repetition_penalty") ?? 1
        found.encoderRepetitionPenalty = try doubleOrNil("encoder_repetition_penalty") ?? 1
        found.encoderNoRepeatNgram = try intOrNil("encoder_no_repeat_ngram") ?? 0
        found.sequenceBias = try records("sequence_bias") {
            Bias(tokens: try $0.ints("tokens"), added: try $0.double("added"))
        }
        found.decay = try recordOrNil("decay") {
            Decay(start: try $0.int("start"), factor: try $0.double("factor"))
        }
        found.removeInvalid = try booleanOrNil("remove_invalid") ?? false
        try found.refuseImpossible()
        return found
    }

    private func earlyStopping(_ value: Json?) throws -> EarlyStopping {
        switch value {
        case .bool(true): return .always
        case .bool(false): return .whenNotBetter
        case .string("never"): return .never
        default:
            throw Refused(
                "\(place).early_stopping is \(value ?? .null); it can be true, false or \"never\"")
        }
    }

    /// A number of hypotheses, tokens, layers, ..., of which no model has more.
    private func extent(_ name: String) throws -> Int {
        let found = try int(name)
        guard (1...1 << 16).contains(found) else {
            throw Refused("\(place).\(name) is \(found), which is no size")
        }
        return found
    }
}

/// A fixed size, or one with a name and bounds.
private func size(_ value: Json, at place: String) throws -> Size {
    let found: Size
    if case .object = value {
        found = try value.record(at: place) {
            Size(name: try $0.text("name"), minimum: try $0.int("minimum"), maximum: try $0.int("maximum"))
        }
    } else {
        found = Size(try value.small(at: place))
    }
    guard 0 <= found.minimum, found.minimum <= found.maximum else {
        throw Refused("\(place) is from \(found.minimum) to \(found.maximum), which is no size")
    }
    return found
}

private func refuseOutside(_ path: String, named manifest: String) throws {
    let leaves =
        path.isEmpty || path.hasPrefix("/")
        || path.split(separator: "/", omittingEmptySubsequences: false).contains("..")
        || path.contains("\\") || path.contains(":") || path.contains("\0")
    if leaves { throw Refused("\(manifest) names \"\(path)\", which leaves the bundle; nothing was opened") }
}
