import Mobilec

/// Why an engine cannot run a bundle, or nil. The one place that decides it, for every screen and for tests
/// of a device.
public func obstacle(_ bundle: Found?, _ offer: Offer) -> Said? {
    if let why = offer.why { return .words(why) }
    guard let bundle, let manifest = bundle.manifest else { return nil }
    guard manifest.files.contains(where: { $0.format == offer.name }) else {
        return .filled(.noProgram, [bundle.title, offer.title])
    }
    switch bundle.obstacles[offer.name] {
    case .system(let needed, let present):
        return .filled(.needsSystem, [bundle.title, offer.title, "\(needed)", "\(present)"])
    case .words(let words): return .words(words)
    case nil: return nil
    }
}

/// The chosen engine where it can run the bundle, otherwise the first that can.
func usable(_ bundle: Found?, _ offers: [Offer], chosen: Offer?) -> Offer? {
    ([chosen].compactMap { $0 } + offers).first { obstacle(bundle, $0) == nil }
}

/// The chosen bundle where it is still there, otherwise the first that can be read.
func remaining(_ bundles: [Found], chosen: Found?) -> Found? {
    bundles.first { $0.id == chosen?.id } ?? bundles.first { $0.manifest != nil } ?? bundles.first
}
