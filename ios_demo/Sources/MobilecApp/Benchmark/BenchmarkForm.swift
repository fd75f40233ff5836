#if canImport(UIKit)
    import Mobilec
    import MobilecScreens
    import SwiftUI

    /// The sections in which a person ticks what is measured.
    struct BenchmarkForm: View {
        let model: BenchmarkModel

        private var state: BenchmarkState { model.held.state }

        var body: some View {
            Section {
                if state.bundles == nil { BusyNotice(what: .loadingBundles) }
                ForEach(state.bundles ?? []) { bundle in
                    Tick(title: bundle.title, on: state.chosen.contains(bundle.id)) {
                        model.tick(bundle: bundle.id, $0)
                    }
                }
            } header: {
                Text(Phrase.benchBundles)
            } footer: {
                Text(Phrase.benchIntro)
            }
            engines
            if state.asksForUnits { units }
            if state.asksForThreads { threads }
            Section {
                Picker(Phrase.benchLength.text, selection: length) {
                    ForEach(Length.allCases, id: \.self) { length in Text(length.phrase).tag(length) }
                }
                .pickerStyle(.inline)
                .labelsHidden()
            } header: {
                Text(Phrase.benchLength)
            }
            Section {
                Button(Phrase.benchStart.text) { model.start() }
                    .primary()
                    .frame(maxWidth: .infinity)
            }
            .listRowBackground(Color.clear)
        }

        private var engines: some View {
            Section {
                ForEach(state.offers) { offer in
                    VStack(alignment: .leading) {
                        Tick(title: offer.title, on: state.engines.contains(offer.name)) {
                            model.tick(engine: offer.name, $0)
                        }
                        .disabled(offer.why != nil)
                        if let why = offer.why {
                            Text(verbatim: why).font(.footnote).foregroundStyle(.secondary)
                        }
                    }
                }
            } header: {
                Text(Phrase.benchEngines)
            } footer: {
                VStack(alignment: .leading) {
                    ForEach(state.leftOut, id: \.text) { Text($0) }
                }
            }
        }

        private var units: some View {
            Section(Phrase.benchUnits.text) {
                ForEach(ComputeUnits.allCases, id: \.self) { units in
                    Tick(title: units.phrase.text, on: state.units.contains(units)) {
                        model.tick(units: units, $0)
                    }
                }
            }
        }

        private var threads: some View {
            Section(Phrase.benchThreads.text) {
                ForEach(BenchmarkState.threadNumbers, id: \.self) { number in
                    Tick(title: Said.counted(.threads, number).text, on: state.threads.contains(number)) {
                        model.tick(threads: number, $0)
                    }
                }
            }
        }

        private var length: Binding<Length> {
            let chosen = state.length
            return Binding {
                chosen
            } set: { @MainActor in
                model.choose($0)
            }
        }
    }

    /// One thing that is measured or not.
    private struct Tick: View {
        let title: String
        let on: Bool
        let changed: @MainActor (Bool) -> Void

        var body: some View {
            Toggle(
                title,
                isOn: Binding {
                    on
                } set: { @MainActor in
                    changed($0)
                })
        }
    }
#endif
