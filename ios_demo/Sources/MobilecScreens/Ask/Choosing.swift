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

/// Why an engine cannot run all of a subject, or nil.
func obstacle(_ subject: Subject?, _ offer: Offer) -> Said? {
    guard let subject else { return offer.why.map(Said.words) }
    return subject.legs.lazy.compactMap { obstacle($0, offer) }.first
}

/// The chosen engine where it can run the subject, otherwise the first that can.
func usable(_ subject: Subject?, _ offers: [Offer], chosen: Offer?) -> Offer? {
    ([chosen].compactMap { $0 } + offers).first { obstacle(subject, $0) == nil }
}
