import Mobilec

/// An engine as a person sees it. ``why``: the reason why it cannot be used here, or nil.
public struct Offer: Sendable, Identifiable {
    public let name: String
    public let title: String
    public let version: String?
    public let engine: (any Engine)?
    public let why: String?

    public var id: String { name }

    /// What a person may choose of how it runs a program; nil of an engine that is not in the app.
    public var setting: EngineSetting? { engine?.setting }
}

extension Offer: Equatable {
    public static func == (one: Offer, other: Offer) -> Bool {
        one.name == other.name && one.version == other.version && one.why == other.why
    }
}

/// The engines that the app could have: the format that each runs, and its title.
enum Known {
    static let titles = [(name: "coreml", title: "Core ML"), (name: "executorch", title: "ExecuTorch")]
}

/// The name of an engine for a person.
public func title(ofEngine name: String) -> String {
    Known.titles.first { $0.name == name }?.title ?? name
}

/// Which of the engines are in this app and run on this device; one that is missing has its reason.
public func offers(of engines: [any Engine]) -> [Offer] {
    Known.titles.map { name, title in
        guard let engine = engines.first(where: { $0.name == name }) else {
            return Offer(
                name: name, title: title, version: nil, engine: nil,
                why: "\(title) is not in this app, which was built without it")
        }
        let why = engine.unavailable()
        return Offer(
            name: name, title: title, version: engine.version, engine: why == nil ? engine : nil, why: why)
    }
}
