import Mobilec

/// What there is to choose from. ``bundles``: nil until they were looked for.
public struct Shelf: Sendable, Equatable {
    public var bundles: [Found]?
    public var offers: [Offer] = []

    public init(bundles: [Found]? = nil, offers: [Offer] = []) {
        self.bundles = bundles
        self.offers = offers
    }
}

/// Looks for bundles and engines, off the main actor, and tells every screen.
@MainActor
public final class Library {
    public let held = Held(Shelf())
    private let folders: BundleFolders
    private let offers: @Sendable () -> [Offer]

    public init(folders: BundleFolders, offers: @escaping @Sendable () -> [Offer]) {
        self.folders = folders
        self.offers = offers
    }

    /// Looks again; what did not change is not told again. Engines are looked up once.
    public func look() async {
        let known = held.state.offers
        let next = await Task.detached { [folders, offers] in
            let offers = known.isEmpty ? offers() : known
            return Shelf(bundles: folders.found().map { $0.asked(of: offers) }, offers: offers)
        }.value
        if next != held.state { held.change { $0 = next } }
    }

    /// A bundle's model card, or why it cannot be read; nil where there is none.
    public func card(of found: Found) async -> String? {
        await Task.detached { [folders] in
            do {
                return try folders.card(of: found)
            } catch {
                return "\(error.localizedDescription)"
            }
        }.value
    }
}
