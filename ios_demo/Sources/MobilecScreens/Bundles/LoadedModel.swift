import Mobilec

/// What is loaded: one bundle at a time, or the two of a way through a language, as models that are not asked
/// take room that a small phone has not. Its callers come one after the other, through a ``WorkQueue``.
actor LoadedModel {
    /// A bundle that was copied anew under its name is another one.
    private struct Key: Equatable {
        let bundles: [Found]
        let engine: String
    }

    private var key: Key?
    private var models: [Model] = []

    /// False once this process has opened a bundle.
    private(set) var neverUsed = true

    /// The models of bundles on an engine, loaded: those that are there, or new ones in their place.
    func models(of bundles: [Found], on offer: Offer) async throws -> [Model] {
        let wanted = Key(bundles: bundles, engine: offer.name)
        if key == wanted { return models }
        await free()
        guard let engine = offer.engine else {
            throw Refused(offer.why ?? "\(offer.title) cannot be used here")
        }
        neverUsed = false
        do {
            for found in bundles {
                let bundle = try Bundle(opening: found.folder)
                let new = Model(bundle, engine: engine, options: engine.usualOptions)
                models.append(new)
                try await new.load()
            }
        } catch {
            await free()
            throw error
        }
        key = wanted
        return models
    }

    /// The models of bundles on an engine where they are what is loaded.
    func present(_ bundles: [Found], on offer: Offer) -> [Model]? {
        key == Key(bundles: bundles, engine: offer.name) ? models : nil
    }

    /// Frees what is loaded: before a measurement, which wants the memory for itself.
    func free() async {
        key = nil
        let loaded = models
        models = []
        for model in loaded { await model.unload() }
    }

    /// As ``neverUsed``; what measures says that it does.
    func use() -> Bool {
        defer { neverUsed = false }
        return neverUsed
    }
}
