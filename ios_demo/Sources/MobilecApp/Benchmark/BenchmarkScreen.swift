#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI
    import UIKit

    /// Choose what is measured, watch it, read and share what came out.
    struct BenchmarkScreen: View {
        let model: BenchmarkModel

        private var state: BenchmarkState { model.held.state }

        var body: some View {
            NavigationStack {
                Form {
                    if let running = state.running {
                        Section { RunningView(running: running) { model.cancel() } }
                    } else {
                        BenchmarkForm(model: model)
                    }
                    if let problem = state.problem {
                        Section { ProblemCard(problem: problem) }
                    }
                    results
                }
                .navigationTitle(Phrase.tabBenchmark.text)
            }
            .onChange(of: state.running == nil, initial: true) { _, idle in
                // A screen that goes dark takes the fast cores with it.
                UIApplication.shared.isIdleTimerDisabled = !idle
            }
        }

        @ViewBuilder private var results: some View {
            if !state.results.isEmpty {
                Section(Phrase.benchResults.text) {
                    ForEach(state.results) { ResultView(run: $0.run) }
                }
            }
            let rows = plotRows(state.results)
            if !rows.isEmpty {
                Section(Phrase.benchPlot.text) { LatencyPlot(rows: rows) }
            }
            if !state.results.isEmpty {
                Section {
                    ShareLink(items: state.results.map(\.file)) {
                        Label(Phrase.benchShare.text, systemImage: "square.and.arrow.up")
                    }
                }
            }
        }
    }

    /// What is measured at the moment, how far it is, and a way out.
    struct RunningView: View {
        let running: Running
        let cancel: @MainActor () -> Void

        var body: some View {
            VStack(alignment: .leading, spacing: 8) {
                Text(verbatim: running.candidate.bundle.title).font(.headline)
                Text(verbatim: ([running.position] + running.candidate.loadedAs).text)
                    .font(.subheadline)
                    .foregroundStyle(.secondary)
                ProgressView(value: running.progress?.share ?? 0) { Text(running.doing) }
                Button(Phrase.benchCancel.text, role: .cancel, action: cancel)
                    .buttonStyle(.bordered)
                    .disabled(running.cancelling)
            }
            .padding(.vertical, 4)
        }
    }
#endif
