import Mobilec

extension Variant {
    /// What a job measures; refuses a bundle without a program for its engine.
    init(_ job: Job) throws {
        let manifest = job.bundle.manifest
        let file = try manifest.program(job.engine.name)
        self.init(
            bundle: manifest.name,
            task: manifest.task,
            model: manifest.source.model,
            manifestSha256: try job.bundle.manifestSha256,
            engine: job.engine.name,
            engineVersion: job.engine.unavailable() == nil ? job.engine.version : "none",
            threads: job.options.threads,
            file: file.path,
            format: file.format,
            precision: file.precision,
            sha256: file.sha256,
            sizeBytes: file.sizeBytes,
            textBytes: manifest.texts.filter { $0.role == "tokenizer" }.map(\.sizeBytes).reduce(0, +),
            uniqueParameters: manifest.uniqueParameters,
            storedBytes: file.storedBytes,
            arenaBytes: Dictionary(uniqueKeysWithValues: file.methods.map { ($0.name, $0.arenaBytes) }),
            beams: manifest.decoding?.settings.numBeams,
            quality: try Metric.all(in: manifest, of: file.format),
            computeUnits: job.engine.setting == .computeUnits ? job.options.computeUnits : nil,
            ranOn: nil,
            plan: nil)
    }
}

extension Metric {
    /// Figures of the manifest for one format.
    static func all(in manifest: Manifest, of format: String) throws -> [Metric] {
        guard case .array(let listed) = manifest.document["quality"] ?? .null else { return [] }
        return try listed.enumerated().compactMap { at, entry in
            let place = "quality[\(at)]"
            guard entry["format"] == .string(Utf8Text(format)) else { return nil }
            func field(_ name: String) -> Json { entry[name] ?? .null }
            return Metric(
                metric: try field("metric").text(at: place),
                floatValue: try field("float_value").real(at: place),
                exportedValue: try field("exported_value").real(at: place),
                data: try field("data").text(at: place),
                rows: try field("rows").whole(at: place))
        }
    }
}
