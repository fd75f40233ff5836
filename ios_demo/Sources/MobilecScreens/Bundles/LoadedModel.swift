import Mobilec

/// What is loaded: one model at a time, as two at once are more than a small phone has room for. Its
/// callers come one after the other, through a ``WorkQueue``.
actor LoadedModel {
    /// A bundle that was copied anew under its name is another one.
    private struct Key: Equatable {
        let bundle: Found
        let engine: String
    }

    private var key: Key?
    private var model: Model?

    /// False once this process has opened a bundle.
    private(set) var neverUsed = true

    /// The model of a bundle on an engine, loaded: the one that is there, or a new one in its place.
    func model(of found: Found, on offer: Offer) async throws -> Model {
        let wanted = Key(bundle: found, engine: offer.name)
        if let model, key == wanted { return model }
        await free()
        guard let engine = offer.engine else {
            throw Refused(offer.why ?? "\(offer.title) cannot be used here")
        }
        neverUsed = false
        let new = Model(try Bundle(opening: found.folder), engine: engine, options: engine.usualOptions)
        try await new.load()
        model = new
        key = wanted
        return new
    }

    /// The model of a bundle on an engine where it is the one that is loaded.
    func present(_ found: Found, on offer: Offer) -> Model? {
        key == Key(bundle: found, engine: offer.name) ? model : nil
    }

    /// Frees what is loaded: before a measurement, which wants the memory for itself.
    func free() async {
        key = nil
        await model?.unload()
        model = nil
    }

    /// As ``neverUsed``; what measures says that it does.
    func use() -> Bool {
        defer { neverUsed = false }
        return neverUsed
    }
}
