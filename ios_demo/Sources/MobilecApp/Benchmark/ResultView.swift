#if canImport(UIKit)
    import Mobilec
    import MobilecBenchmark
    import MobilecScreens
    import SwiftUI

    /// One run: what was measured, whether it counts, percentiles, load and memory.
    struct ResultView: View {
        let run: Run

        var body: some View {
            VStack(alignment: .leading, spacing: 12) {
                Text(verbatim: run.variant.bundle)
                    .font(.headline)
                    .accessibilityAddTraits(.isHeader)
                Text(verbatim: run.loadedAs.text)
                    .font(.subheadline)
                    .foregroundStyle(.secondary)
                verdict
                if let measured = run.measured { table(measured.sentences) }
                ForEach(run.remarks, id: \.self) { Text(verbatim: $0).font(.footnote) }
                if !run.facts.isEmpty {
                    Text(verbatim: run.facts.map(\.text).joined(separator: "\n"))
                        .font(.footnote)
                        .foregroundStyle(.secondary)
                }
            }
            .padding(.vertical, 4)
        }

        private var verdict: some View {
            let colour = run.valid ? Palette.good : Palette.bad
            return VStack(alignment: .leading, spacing: 4) {
                Label(run.verdict.text, systemImage: run.valid ? "checkmark.circle" : "xmark.circle").bold()
                ForEach(run.objections, id: \.self) { Text(verbatim: $0).font(.footnote) }
            }
            .foregroundStyle(colour)
            .padding(12)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(colour.opacity(0.12), in: RoundedRectangle(cornerRadius: 12))
            .accessibilityElement(children: .combine)
        }

        private func table(_ sentences: [Sentence]) -> some View {
            Grid(alignment: .trailing, horizontalSpacing: 16, verticalSpacing: 8) {
                GridRow {
                    Text(Phrase.benchSentence).gridColumnAlignment(.leading)
                    ForEach(sentences.first?.percentiles ?? [], id: \.phrase) { Text($0.phrase) }
                }
                .font(.caption)
                .foregroundStyle(.secondary)
                ForEach(sentences, id: \.name) { sentence in
                    GridRow {
                        Text(sentence.said)
                        ForEach(sentence.percentiles, id: \.phrase) { percentile in
                            Text(verbatim: short(percentile.milliseconds))
                                .monospacedDigit()
                                .accessibilityLabel(
                                    "\(percentile.phrase.text): \(short(percentile.milliseconds))")
                        }
                    }
                }
            }
        }
    }
#endif
