#if canImport(UIKit)
    import Mobilec
    import MobilecBenchmark
    import MobilecScreens
    import SwiftUI

    /// Versions, what each engine and bundle is, and whose work is in here.
    struct AboutScreen: View {
        let library: Library
        let app: AppBuild
        let device: Device

        private var shelf: Shelf { library.held.state }

        var body: some View {
            NavigationStack {
                List {
                    Section {
                        Text(Said.filled(.aboutApp, [app.version, app.buildType, app.name]))
                            .foregroundStyle(.secondary)
                    }
                    section(.aboutDevice, device.lines)
                    Section(Phrase.aboutEngines.text) {
                        ForEach(shelf.offers) { Text(verbatim: $0.lines.joined(separator: "\n")) }
                    }
                    Section(Phrase.aboutBundles.text) {
                        ForEach(shelf.bundles ?? []) { BundleRow(bundle: $0, library: library) }
                    }
                    section(.aboutLicences, licences)
                }
                .textSelection(.enabled)
                .navigationTitle(Phrase.tabAbout.text)
            }
        }

        private func section(_ title: Phrase, _ lines: [String]) -> some View {
            Section(title.text) {
                ForEach(lines, id: \.self) { Text(verbatim: $0) }
            }
        }
    }

    /// What a bundle is, and its model card for who wants it.
    private struct BundleRow: View {
        let bundle: Found
        let library: Library

        @State private var open = false
        @State private var card: String?

        var body: some View {
            VStack(alignment: .leading, spacing: 8) {
                Text(verbatim: bundle.title).font(.headline).accessibilityAddTraits(.isHeader)
                Text(bundle.facts(unstated: Phrase.aboutNoLicence.text))
                if bundle.hasCard {
                    DisclosureGroup(Phrase.aboutCard.text, isExpanded: $open) {
                        Text(verbatim: card ?? "").font(.footnote)
                    }
                }
            }
            .task(id: open) {
                if open, card == nil { card = await library.card(of: bundle) }
            }
        }
    }
#endif
