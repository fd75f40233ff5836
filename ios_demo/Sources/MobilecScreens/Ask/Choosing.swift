import BenchmarkCore

/// Why an engine cannot run a bundle, or nil.
public func obstacle(_ bundle: Found?, _ offer: Offer) -> String? {
    if let why = offer.why { return why }
    guard let bundle, let manifest = bundle.manifest else { return nil }
    if manifest.files.contains(where: { $0.format == offer.name }) { return nil }
    return "the bundle \"\(bundle.title)\" has no program for \(offer.title); export it with one"
}

/// The chosen engine where it can run the bundle, otherwise the first that can.
func usable(_ bundle: Found?, _ offers: [Offer], chosen: Offer?) -> Offer? {
    ([chosen].compactMap { $0 } + offers).first { obstacle(bundle, $0) == nil }
}

/// The chosen bundle where it is still there, otherwise the first that can be read.
func remaining(_ bundles: [Found], chosen: Found?) -> Found? {
    bundles.first { $0.id == chosen?.id } ?? bundles.first { $0.manifest != nil } ?? bundles.first
}
